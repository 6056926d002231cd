import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { tf, type LayersModel, type SymbolicTensor, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import type { Random } from '../../random/index.ts';
import { boundedBatch, forwardBytes } from './batch-size.ts';
import { inputsAt } from './batches.ts';
import type { Network } from './contract.ts';
import { dropInCells, dropoutRateOf, droppingCellsOf, dropTogether } from './dropout.ts';
import { apply, forward, startingFrom, type Instead } from './forward.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { assertItemShape } from './item-shape.ts';
import { isNested, layersOf, repeatedLayer, type Layer } from './layers.ts';
import { logitsModel, weightedLayer } from './outputs.ts';
import { simulationOf } from './simulation.ts';

export interface DropoutDraws {
  /** Number of networks to draw. */
  readonly draws: number;
  /**
   * Dropout rate before every dense layer, in place of the model's own dropout. `null` keeps the model's dropout, also inside
   * recurrent layers and wrappers; a model without dropout gets a rate of 0.1 before every dense layer.
   */
  readonly dropoutRate: number | null;
}

/** Largest number of inputs per forward pass. */
const mostInputs = 256;

/**
 * Draws networks from the posterior by dropout and returns their softmax outputs, [n, classes] per draw.
 *
 *   p_t(y | x) = softmax f(x; m_t · w),   m_t ~ Bernoulli(1 − rate) / (1 − rate)
 *
 * A draw keeps its masks for all inputs: it is one network and does not depend on batches. Layers before the first dropout
 * are computed once for all draws. Batch normalisation works as in prediction.
 *
 * @throws InvalidModelError if the model has neither a dropout layer nor a dense one
 * @see Gal and Ghahramani 2016, arXiv:1506.02142, eq. 6; Kirsch et al. 2019, arXiv:1906.08158, section 3.2 (a mask per draw)
 */
export async function dropoutSamples(
  classifier: Network,
  split: Split,
  { draws, dropoutRate }: DropoutDraws,
  random: Random,
): Promise<Matrix[]> {
  assertItemShape(split, classifier);
  const network = logitsModel(classifier.model);
  const noise = noiseOf(network, dropoutRate, classifier.name);
  const { input = (x: Tensor) => x, output = (z: Tensor2D) => z } = simulationOf(classifier) ?? {};
  const { fixed, drawn } = divide(network, noise);
  const batchSize = boundedBatch(mostInputs, 2 * forwardBytes(network)); // the fixed part, and one draw
  const samples = Array.from({ length: draws }, () => new Float32Array(split.size * classifier.classes));
  for (let start = 0; start < split.size; start += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, split.size - start) }, (_, i) => start + i);
    const rows = tf.tidy(() => {
      const values = startingFrom(network, input(inputsAt(split, positions)));
      forward(network, values, () => undefined, fixed);
      return samples.map((_, draw) => {
        const drop = dropping(noise, random.fork('draw', draw));
        return tf.tidy(() => tf.softmax(output(forward(network, new Map(values), drop, drawn) as Tensor2D)));
      });
    });
    try {
      for (const [draw, sample] of rows.entries())
        samples[draw].set((await sample.data()) as Float32Array, start * classifier.classes);
    } finally {
      tf.dispose(rows);
    }
    await setImmediate();
  }
  return samples.map((data) => ({ data, rows: split.size, columns: classifier.classes }));
}

/** How a network drops values in a draw. */
interface Noise {
  /** The rate of a layer: a dropout layer drops its outputs, a dense layer its inputs. */
  rateOf(layer: Layer): number;
  /** Whether recurrent layers drop values as they do in training. */
  readonly inCells: boolean;
}

function noiseOf(network: LayersModel, dropoutRate: number | null, name: string): Noise {
  if (dropoutRate === 0) return { rateOf: () => 0, inCells: false };
  const layers = [...layersOf(network)];
  const hasNoise = (layer: Layer): boolean => dropoutRateOf(layer) > 0 || droppingCellsOf(layer).length > 0;
  if (dropoutRate === null && layers.some(hasNoise)) return { rateOf: dropoutRateOf, inCells: true };
  const isDense = (layer: Layer): boolean => weightedLayer(layer).getClassName() === 'Dense';
  if (layers.some(isDense)) return { rateOf: (layer) => (isDense(layer) ? (dropoutRate ?? 0.1) : 0), inCells: false };
  throw new InvalidModelError(
    `The model "${name}" has neither a dropout layer nor a dense one.\n` +
      'Expected at least one of them, because dropping its units draws from the posterior.\n' +
      'Add tf.layers.dropout() to the model, or draw from an ensemble.',
  );
}

/** Whether a layer, or one inside it, drops values. */
function isNoisy(layer: Layer, { rateOf, inCells }: Noise): boolean {
  if (inCells && droppingCellsOf(layer).length > 0) return true;
  return [layer, ...layersOf(layer)].some((part) => rateOf(part) > 0);
}

/** Divides the symbols of a network into those shared by all draws and those that differ between draws. */
function divide(network: LayersModel, noise: Noise): { fixed: SymbolicTensor[]; drawn: SymbolicTensor[] } {
  const drawn = new Set<SymbolicTensor>();
  for (const symbol of symbolsOf(network)) {
    if (isNoisy(sourceOf(symbol), noise) || symbol.inputs.some((input) => drawn.has(input))) drawn.add(symbol);
  }
  return { fixed: symbolsOf(network).filter((symbol) => !drawn.has(symbol)), drawn: [...drawn] };
}

/** Draws the masks of one network, in layer order; a layer that is repeated over time draws masks for every step. */
function dropping(noise: Noise, random: Random): Instead {
  const drop: Instead = (layer, inputs, mask) => {
    const rate = noise.rateOf(layer);
    if (rate > 0) {
      const dropped = dropTogether(inputs[0], layer, rate, random);
      return dropoutRateOf(layer) > 0 ? dropped : (layer.apply(dropped) as Tensor);
    }
    if (isNested(layer) || !isNoisy(layer, noise)) return undefined;
    const repeated = repeatedLayer(layer);
    if (repeated)
      return tf.stack(
        tf.unstack(inputs[0], 1).map((step) => apply(repeated, [step], drop)[0]),
        1,
      );
    const options = { training: true, ...(mask && { mask }) };
    const x = inputs.length === 1 ? inputs[0] : inputs;
    return dropInCells(droppingCellsOf(layer), random, () => layer.apply(x, options) as Tensor | Tensor[]);
  };
  return drop;
}
