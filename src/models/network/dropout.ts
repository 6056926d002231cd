import { InvalidModelError } from '../../errors.ts';
import { tf, type LayersModel, type Tensor } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import { layersOf, type Layer } from './layers.ts';

/** What a forward pass hands to every layer; `random` is ours, and layers that do not know it ignore it. */
export type CallArguments = { readonly training?: boolean; readonly random?: Random };

const seeded = new WeakSet<Layer>();

/**
 * Makes the dropout layers of a network draw their masks from the `random` of the forward pass, in the order in which
 * they run. TensorFlow.js would draw from Math.random, or repeat one mask if given a seed. The layers stay stock layers:
 * their configuration, and with it the saved model, is unchanged.
 *
 *   y = x · m / (1 − rate),   m ~ Bernoulli(1 − rate)
 *
 * @see Srivastava et al. 2014, Journal of Machine Learning Research 15, section 4 (scaled while training instead of after)
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
 * Drops parts of a batch with one mask for all of its inputs, so that a draw of masks is a draw of one smaller network.
 *
 * @param layer - says which parts are dropped as a whole, where it is a dropout layer itself
 */
export function dropTogether(x: Tensor, layer: Layer, rate: number, random: Random): Tensor {
  const [, ...shape] = isDropout(layer) ? maskShape(layer, x) : x.shape;
  return tf.tidy(() => tf.mul(x, mask([1, ...shape], rate, random)));
}

/** The rate of a layer that drops while training; 0 of any other. */
export function dropoutRateOf(layer: Layer): number {
  return isDropout(layer) ? (layer.getConfig() as { rate: number }).rate : 0;
}

/** The first layer that draws noise which cannot be seeded, so that training would not be repeatable. */
export function findUnseedable(model: LayersModel): Layer | undefined {
  for (const layer of layersOf(model)) {
    const { dropout, recurrentDropout } = layer.getConfig() as { dropout?: number; recurrentDropout?: number };
    if (unseedable.has(layer.getClassName()) || dropout || recurrentDropout) return layer;
  }
  return undefined;
}

/** What to say of such a layer. */
export function unseedableError(model: LayersModel, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `The layer "${layer.name}" (${layer.getClassName()}) of "${model.name}" draws noise of its own while training.\n` +
      'Expected layers whose randomness can be seeded: Dropout and SpatialDropout1D.\n' +
      'Replace it by tf.layers.dropout(), or set its dropout to 0.',
  );
}

const unseedable = new Set(['GaussianNoise', 'GaussianDropout', 'AlphaDropout']);

function isDropout(layer: Layer): boolean {
  return layer.getClassName() === 'Dropout' || layer.getClassName() === 'SpatialDropout1D';
}

/** Shape of the mask, in which an axis of size 1 is dropped as a whole. */
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
