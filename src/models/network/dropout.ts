import { InvalidModelError } from '../../errors.ts';
import { tf, type LayersModel, type Tensor } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import { layersOf, partsOf, type Layer } from './layers.ts';
import { addNoise, isDropout, isNoiseLayer, noiseLevel } from './noise.ts';

/** Arguments that a forward pass gives every layer; `random` is an addition that other layers ignore. */
export type CallArguments = { readonly training?: boolean; readonly random?: Random };

const seeded = new WeakSet<Layer>();

/**
 * Makes the layers of dropout and of noise draw from the `random` of the forward pass, in execution order.
 * TensorFlow.js would draw from Math.random, or repeat one mask if it had a seed. The configuration of the layers, and
 * with it the saved model, is unchanged.
 */
export function seedDropout(model: LayersModel): void {
  for (const layer of layersOf(model)) {
    if (!isNoiseLayer(layer) || seeded.has(layer)) continue;
    seeded.add(layer);
    const level = noiseLevel(layer);
    const stock = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => {
      const { training, random } = kwargs as CallArguments;
      if (!training || !random || level <= 0) return stock(inputs, kwargs);
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return addNoise(x, layer, level, drawnShape(layer, x), random);
    };
  }
}

/**
 * Drops parts of a batch with one mask for all inputs, so each mask draws one smaller network. Returns the masked batch.
 *
 * @param layer - if it is a dropout layer, its class and configuration determine what is dropped, and which values together
 */
export function dropTogether(x: Tensor, layer: Layer, rate: number, random: Random): Tensor {
  const [, ...shape] = isDropout(layer) ? drawnShape(layer, x) : x.shape;
  return addNoise(x, layer, rate, [1, ...shape], random);
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
    cell.dropoutFunc = ({ shape }, rate) => {
      const shared = [1, ...shape.slice(1)];
      return tf.broadcastTo(addNoise(tf.ones(shared), cell, rate, shared, random), shape);
    };
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
  return isDropout(layer) ? noiseLevel(layer) : 0;
}

/** Returns the first layer whose noise cannot be seeded; with it, training would not be repeatable. */
export function findUnseedable(model: LayersModel): Layer | undefined {
  for (const layer of layersOf(model)) {
    const { dropout, recurrentDropout } = layer.getConfig() as { dropout?: number; recurrentDropout?: number };
    if (dropout || recurrentDropout) return layer;
  }
  return undefined;
}

/** Returns the error for a layer whose noise cannot be seeded. */
export function unseedableError(model: LayersModel, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `The layer "${layer.name}" (${layer.getClassName()}) of "${model.name}" draws noise during training that cannot be seeded.\n` +
      'Expected layers whose randomness can be seeded, such as Dropout.\n' +
      'Set its dropout to 0, and add tf.layers.dropout() behind it.',
  );
}

/** Shape of the draws of a layer; values along an axis of size 1 share theirs. */
function drawnShape(layer: Layer, x: Tensor): number[] {
  if (layer.getClassName() === 'SpatialDropout1D') return [x.shape[0], 1, x.shape[2] ?? 1];
  const { noiseShape } = layer.getConfig() as { noiseShape?: (number | null)[] | null };
  return noiseShape ? noiseShape.map((size, axis) => size ?? x.shape[axis] ?? 1) : x.shape;
}
