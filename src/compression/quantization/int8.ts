import type { Split } from '../../datasets/contract.ts';
import { fingerprint, validateSplit } from '../../splits/index.ts';
import type { Tensor2D } from '../../engine/tensors.ts';
import { InvalidOptionError } from '../../errors.ts';
import { simulatedClassifier } from '../../models/classifier.ts';
import type { Network } from '../../models/network/contract.ts';
import { networkOf } from '../../models/network/network-of.ts';
import { assertInRange } from '../../models/network/input-range.ts';
import { checkNames, oneOf, resolveOptions } from '../../options.ts';
import { roundToGrid, type Grid } from './activation-grid.ts';
import { hookActivations, inputsOfLayers, type Activation } from './activations.ts';
import { describeCall, show } from '../../show.ts';
import { calibrate } from './calibration.ts';
import type { Compression } from '../contract.ts';
import { compressWeights, describeCompressed, type CompressedWeight } from '../define.ts';
import { float32 } from '../storage/encoding.ts';
import { readsIds } from '../../models/network/ids.ts';
import { roundToEven } from './rounding.ts';
import { quantizeSymmetric, symmetricScales } from './symmetric.ts';
import type { Weight } from '../storage/weight.ts';

export interface Int8Options {
  /** Inputs like those on the device; a hundred are usually enough. Labels are ignored. */
  readonly calibration: Split;
  /**
   * `min-max`: the range of all values of an activation on the calibration split. `percentile`: the range without outliers.
   * @defaultValue 'min-max'
   */
  readonly range?: 'min-max' | 'percentile';
  /** Percent of the values below the upper end of the range, in (50, 100], if `range` is 'percentile'. @defaultValue 99.9 */
  readonly percentile?: number;
}

/** A float32 scale and an int8 zero point. */
const bytesOfGrid = 5;

/**
 * Full-integer inference. Kernels are int8, symmetric per output channel. Each activation is int8 on an affine grid, whose
 * range is measured on a calibration split. Biases are int32 in steps of the product of both scales. The forward pass
 * simulates rounding and saturation of every activation, including input and logits. It stays differentiable: gradients pass
 * straight through the rounding. Returns the compression.
 *
 * Differs from the source: values are float32 between roundings, and batch normalisation is not folded into kernels.
 *
 * @throws InvalidOptionError on an option out of range; from `compress`, InvalidDataError on a calibration split that is
 *   empty or does not fit the model
 * @see Jacob et al. 2018, arXiv:1712.05877; the full-integer mode of TensorFlow Lite (float input and output)
 */
export function int8(given: Int8Options): Compression {
  const { calibration, ...changes } = checkNames('quantize.int8', given, ['calibration', 'range', 'percentile']);
  if (typeof calibration !== 'object' || calibration === null) {
    throw new InvalidOptionError(
      `quantize.int8: calibration is ${show(calibration)}.\nExpected a split to measure the ranges of the activations on.\n` +
        'Pass quantize.int8({ calibration: subset(dataset.train, positions) }).',
    );
  }
  const options = resolveOptions(
    'quantize.int8',
    { range: 'min-max' as 'min-max' | 'percentile', percentile: 99.9 },
    changes,
    {
      range: oneOf('min-max', 'percentile'),
      percentile: {
        expected: 'a number above 50 and at most 100',
        holds: (value) => Number(value) > 50 && Number(value) <= 100,
      },
    },
  );
  const name = describeCall('quantize.int8', undefined, { calibration: calibration.size, ...changes });
  return {
    name,
    options: { ...options, calibration: fingerprint(calibration) },
    compress: (classifier, context = {}) => {
      const network = networkOf(classifier);
      validateSplit(unlabelled(calibration), classifier.classes, 'the calibration split');
      assertInRange('quantize.int8', calibration, classifier, 'the calibration split');
      const grids = calibrate(network, calibration, options);
      const inputs = inputsOfLayers(network.model);
      const scaleOfInput = (layer: string): number | undefined => grids.get(inputs.get(layer) ?? '')?.scale;
      const weights = compressWeights(network, name, context, (all) =>
        all.map((weight) => integers(weight, all, scaleOfInput)),
      );
      const compressed = simulate(weights.classifier, grids);
      const activationBytes = bytesOfGrid * grids.size;
      return describeCompressed(compressed, weights.encodings ?? [], { ...weights, activationBytes });
    },
  };
}

/** The same split with all labels zero: labels are ignored. */
function unlabelled(split: Split): Split {
  return { ...split, labels: new Int32Array(split.size) };
}

function integers(
  weight: Weight,
  all: readonly Weight[],
  scaleOfInput: (layer: string) => number | undefined,
): CompressedWeight | undefined {
  if (weight.role === 'kernel') return quantizeSymmetric(weight, 8);
  const kernel = all.find(
    ({ layer, role, name }) => layer === weight.layer && role === 'kernel' && scopeOf(name) === scopeOf(weight.name),
  );
  const input = readsLayerBelow.test(weight.name) ? undefined : scaleOfInput(weight.layer);
  if (weight.role !== 'bias' || kernel === undefined || input === undefined) return undefined;
  const scales = symmetricScales(kernel, 8);
  if (scales.length !== weight.values.length) return undefined;
  const values = weight.values.map((value, channel) => {
    const step = input * scales[channel];
    return step > 0 ? roundToEven(value / step) * step : value;
  });
  return { values, encoding: float32 }; // an int32 has the size of a float32
}

/** The part of a layer that a weight belongs to: a direction, or a cell of a stack. */
const scopeOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);

/** A cell of a stack other than the first reads no input of the layer. */
const readsLayerBelow = /\/RNNCell_[1-9]\d*\//;

/** Returns a network that takes over the model of another and rounds its activations. */
function simulate({ model, name, inputRange, encoder }: Network, grids: ReadonlyMap<Activation, Grid>): Network {
  const round = <T extends Parameters<typeof roundToGrid>[0]>(activation: Activation, x: T): T => {
    const grid = grids.get(activation);
    return grid ? (roundToGrid(x, grid) as T) : x;
  };
  const areIds = readsIds(model);
  return simulatedClassifier(
    model,
    { name, inputRange, encoder },
    {
      instrument: (layers) => hookActivations(layers, round),
      input: (x) => (areIds || x.dtype === 'int32' ? x : round('input', x)),
      output: (logits: Tensor2D) => round('logits', logits),
    },
  );
}
