import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { tf, type LayersModel, type SymbolicTensor, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import type { Random } from '../../random/index.ts';
import { boundedBatch, forwardBytes } from './batch-size.ts';
import { inputsAt } from './batches.ts';
import type { Network } from './contract.ts';
import { dropoutRateOf, dropTogether } from './dropout.ts';
import { forward, startingFrom, type Instead } from './forward.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { assertItemShape } from './item-shape.ts';
import { isNested, layersOf, type Layer } from './layers.ts';
import { logitsModel } from './outputs.ts';
import { simulationOf } from './simulation.ts';

export interface DropoutDraws {
  /** Number of networks to draw. */
  readonly draws: number;
  /**
   * Dropout rate before every dense layer, in place of the model's own dropout. `null` keeps the model's dropout; a model
   * without dropout gets a rate of 0.1 before every dense layer.
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
  const rateOf = ratesOf(network, dropoutRate);
  const { input = (x: Tensor) => x, output = (z: Tensor2D) => z } = simulationOf(classifier) ?? {};
  const { fixed, drawn } = divide(network, rateOf);
  const batchSize = boundedBatch(mostInputs, 2 * forwardBytes(network)); // the fixed part, and one draw
  const samples = Array.from({ length: draws }, () => new Float32Array(split.size * classifier.classes));
  for (let start = 0; start < split.size; start += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, split.size - start) }, (_, i) => start + i);
    const rows = tf.tidy(() => {
      const values = startingFrom(network, input(inputsAt(split, positions)));
      forward(network, values, () => undefined, fixed);
      return samples.map((_, draw) => {
        const drop = dropping(rateOf, random.fork('draw', draw));
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

/** The dropout rate per layer: a dropout layer drops its outputs, a dense layer its inputs. */
function ratesOf(network: LayersModel, dropoutRate: number | null): (layer: Layer) => number {
  if (dropoutRate === 0) return () => 0;
  const layers = [...layersOf(network)];
  if (dropoutRate === null && layers.some((layer) => dropoutRateOf(layer) > 0)) return dropoutRateOf;
  const isDense = (layer: Layer): boolean => layer.getClassName().startsWith('Dense');
  if (layers.some(isDense)) return (layer) => (isDense(layer) ? (dropoutRate ?? 0.1) : 0);
  throw new InvalidModelError(
    `The model "${network.name}" has neither a dropout layer nor a dense one.\n` +
      'Expected at least one of them, because dropping its units draws from the posterior.\n' +
      'Add tf.layers.dropout() to the model, or draw from an ensemble.',
  );
}

/** Divides the symbols of a network into those shared by all draws and those that differ between draws. */
function divide(
  network: LayersModel,
  rateOf: (layer: Layer) => number,
): { fixed: SymbolicTensor[]; drawn: SymbolicTensor[] } {
  const drawn = new Set<SymbolicTensor>();
  for (const symbol of symbolsOf(network)) {
    const layer = sourceOf(symbol);
    const inside = isNested(layer) ? [...layersOf(layer)] : [layer];
    if (inside.some((part) => rateOf(part) > 0) || symbol.inputs.some((input) => drawn.has(input))) drawn.add(symbol);
  }
  return { fixed: symbolsOf(network).filter((symbol) => !drawn.has(symbol)), drawn: [...drawn] };
}

/** Draws the masks of one network, in layer order. */
function dropping(rateOf: (layer: Layer) => number, random: Random): Instead {
  return (layer, inputs) => {
    const rate = rateOf(layer);
    if (rate <= 0) return undefined;
    const dropped = dropTogether(inputs[0], layer, rate, random);
    return dropoutRateOf(layer) > 0 ? dropped : (layer.apply(dropped) as Tensor);
  };
}
