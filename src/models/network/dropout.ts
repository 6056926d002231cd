import { InvalidModelError } from '../../errors.ts';
import { tf, type LayersModel, type Tensor } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import { layersOf, partsOf, type Layer } from './layers.ts';

/** Arguments that a forward pass gives every layer; `random` is an addition that other layers ignore. */
export type CallArguments = { readonly training?: boolean; readonly random?: Random };

const seeded = new WeakSet<Layer>();

/**
 * Makes the dropout layers of a network draw their masks from the `random` of the forward pass, in execution order.
 * TensorFlow.js would draw from Math.random, or repeat one mask if it had a seed. The configuration of the layers, and
 * with it the saved model, is unchanged.
 *
 *   y = x · m / (1 − rate),   m ~ Bernoulli(1 − rate)
 *
 * @see Srivastava et al. 2014, Journal of Machine Learning Research 15, section 4 (here scaled during training)
 */
export function seedDropout(model: LayersModel): void {
  for (const layer of layersOf(model)) {
    if (!isDropout(layer) || seeded.has(layer)) continue;
    seeded.add(layer);
    const { rate } = layer.getConfig() as { rate: number };
    const stock = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => {
      const { training, random } = kwargs as CallArguments;
      if (!training || !random || rate <= 0) return stock(inputs, kwargs);
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return tf.tidy(() => tf.mul(x, mask(maskShape(layer, x), rate, random)));
    };
  }
}

/**
 * Drops parts of a batch with one mask for all inputs, so each mask draws one smaller network. Returns the masked batch.
 *
 * @param layer - if it is a dropout layer, its configuration determines which values are dropped together
 */
export function dropTogether(x: Tensor, layer: Layer, rate: number, random: Random): Tensor {
  const [, ...shape] = isDropout(layer) ? maskShape(layer, x) : x.shape;
  return tf.tidy(() => tf.mul(x, mask([1, ...shape], rate, random)));
}

/** The cell of a recurrent layer that can drop values of its inputs and states. */
interface DroppingCell extends Layer {
  readonly dropout?: number;
  readonly recurrentDropout?: number;
  dropoutFunc?: (ones: Tensor, rate: number) => Tensor;
  dropoutMask?: Tensor | Tensor[] | null;
  recurrentDropoutMask?: Tensor | Tensor[] | null;
}

/** Returns the cells of a recurrent layer, or of the layers in a wrapper, that drop values. */
export function droppingCellsOf(layer: Layer): Layer[] {
  const cells = [...partsOf(layer)].filter((part) => part.getClassName().endsWith('Cell')) as DroppingCell[];
  return cells.filter(({ dropout = 0, recurrentDropout = 0 }) => dropout > 0 || recurrentDropout > 0);
}

/**
 * Runs a recurrent layer whose cells drop values, with masks that are the same for all inputs and steps.
 *
 * @param run - runs the layer in training
 * @see Gal and Ghahramani 2016, arXiv:1512.05287, section 4.1 (the same mask at every step)
 */
export function dropInCells<T>(cells: readonly Layer[], random: Random, run: () => T): T {
  const dropping = cells as readonly DroppingCell[];
  const stock = dropping.map(({ dropoutFunc }) => dropoutFunc);
  const forget = (): void => {
    for (const cell of dropping) {
      tf.dispose([cell.dropoutMask ?? [], cell.recurrentDropoutMask ?? []]);
      cell.dropoutMask = cell.recurrentDropoutMask = null;
    }
  };
  forget();
  for (const cell of dropping) {
    cell.dropoutFunc = ({ shape }, rate) => tf.broadcastTo(mask([1, ...shape.slice(1)], rate, random), shape);
  }
  try {
    return run();
  } finally {
    forget();
    for (const [i, cell] of dropping.entries()) cell.dropoutFunc = stock[i];
  }
}

/** Returns the rate of a dropout layer; 0 for any other layer. */
export function dropoutRateOf(layer: Layer): number {
  return isDropout(layer) ? (layer.getConfig() as { rate: number }).rate : 0;
}

/** Returns the first layer whose noise cannot be seeded; with it, training would not be repeatable. */
export function findUnseedable(model: LayersModel): Layer | undefined {
  for (const layer of layersOf(model)) {
    const { dropout, recurrentDropout } = layer.getConfig() as { dropout?: number; recurrentDropout?: number };
    if (unseedable.has(layer.getClassName()) || dropout || recurrentDropout) return layer;
  }
  return undefined;
}

/** Returns the error for a layer whose noise cannot be seeded. */
export function unseedableError(model: LayersModel, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `The layer "${layer.name}" (${layer.getClassName()}) of "${model.name}" draws noise during training that cannot be seeded.\n` +
      'Expected layers whose randomness can be seeded: Dropout and SpatialDropout1D.\n' +
      'Replace it with tf.layers.dropout(), or set its dropout to 0.',
  );
}

const unseedable = new Set(['GaussianNoise', 'GaussianDropout', 'AlphaDropout']);

function isDropout(layer: Layer): boolean {
  return layer.getClassName() === 'Dropout' || layer.getClassName() === 'SpatialDropout1D';
}

/** Shape of the mask; values along an axis of size 1 are dropped together. */
function maskShape(layer: Layer, x: Tensor): number[] {
  if (layer.getClassName() === 'SpatialDropout1D') return [x.shape[0], 1, x.shape[2] ?? 1];
  const { noiseShape } = layer.getConfig() as { noiseShape?: (number | null)[] | null };
  return noiseShape ? noiseShape.map((size, axis) => size ?? x.shape[axis] ?? 1) : x.shape;
}

function mask(shape: number[], rate: number, random: Random): Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  const kept = rate < 1 ? 1 / (1 - rate) : 0;
  for (let i = 0; i < values.length; i++) values[i] = random.uniform() < rate ? 0 : kept;
  return tf.tensor(values, shape);
}
