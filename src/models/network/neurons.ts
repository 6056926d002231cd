import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { tf, tfl, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError, NumericalError } from '../../errors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { boundedBatch, forwardBytes } from './batch-size.ts';
import { inputsBetween } from './batches.ts';
import type { Network } from './contract.ts';
import { assertItemShape } from './item-shape.ts';
import { sequenceOf } from './sequence.ts';
import { simulationOf } from './simulation.ts';
import { hiddenUnits, meanOverPlaces } from './units.ts';

/** The hidden neurons of a network: one per unit of a dense or recurrent layer, one per channel of a convolution. */
export interface HiddenNeurons {
  readonly neurons: number;
  /** Layers from input to output; each has the neurons [start, end). */
  readonly layers: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** Yields the outputs of the neurons for every input, in batches [batch, neurons]. */
  outputs(split: Split): AsyncGenerator<Matrix, void, undefined>;
}

/** Largest number of inputs per forward pass. */
const mostInputs = 256;

/**
 * Returns the neurons of every dense, convolutional and recurrent layer except the last, also inside wrappers such as
 * `timeDistributed` and `bidirectional`. Outputs are taken after a normalisation or activation that is the only next layer. The
 * output of a neuron with several places, in space or time, is its mean over them.
 *
 * @throws InvalidModelError if there are none
 * @see Pei et al. 2017, arXiv:1705.06640, section 4.1; Ma et al. 2018, arXiv:1803.07519, section 3 (a channel is a neuron)
 */
export function hiddenNeurons(classifier: Network): HiddenNeurons {
  const { model, name, itemShape } = classifier;
  const units = hiddenUnits(model);
  if (units.length === 0) throw noHiddenNeurons(name);
  const ends = units.reduce<number[]>(
    (sums, { output, axis }) => [...sums, (sums.at(-1) ?? 0) + (output.shape[axis] ?? 0)],
    [],
  );
  const layers = units.map(({ layer }, i) => ({ name: layer.name, start: ends[i - 1] ?? 0, end: ends[i] }));
  const neurons = ends[ends.length - 1];
  const network = tfl.model({ inputs: model.inputs, outputs: units.map(({ output }) => output) });
  const prepare = simulationOf(classifier)?.input ?? ((x: Tensor) => x);
  const sequence = sequenceOf(network, 'means');
  const batchSize = boundedBatch(mostInputs, forwardBytes(network));
  const run = (x: Tensor): Tensor2D => {
    const h = prepare(x);
    const means = sequence(h)?.map((output) => meanOverPlaces(output, output.rank - 1));
    if (means) return tf.concat(means, 1);
    const outputs = [network.apply(h, { training: false }) as Tensor | Tensor[]].flat();
    return tf.concat(
      outputs.map((output, i) => meanOverPlaces(output, units[i].axis)),
      1,
    );
  };
  return {
    neurons,
    layers,
    outputs: async function* (split) {
      assertItemShape(split, { itemShape, name });
      for (let start = 0; start < split.size; start += batchSize) {
        const end = Math.min(start + batchSize, split.size);
        const rows = tf.tidy(() => run(inputsBetween(split, start, end)));
        try {
          yield finite({ data: (await rows.data()) as Float32Array, rows: end - start, columns: neurons }, name);
        } finally {
          rows.dispose();
        }
        await setImmediate();
      }
    },
  };
}

function noHiddenNeurons(name: string): InvalidModelError {
  return new InvalidModelError(
    `The model "${name}" has no hidden neurons.\nExpected a dense, convolutional or recurrent layer before the last one.\n` +
      'Choose an acquisition function that does not use activations.',
  );
}

function finite(matrix: Matrix, name: string): Matrix {
  let at = 0;
  while (at < matrix.data.length && Number.isFinite(matrix.data[at])) at++;
  if (at === matrix.data.length) return matrix;
  throw new NumericalError(
    `The activation of neuron ${at % matrix.columns} of the model "${name}" is ${matrix.data[at]}.\n` +
      'Expected finite numbers.\nCheck the weights and the inputs of the model for values that overflow.',
  );
}
