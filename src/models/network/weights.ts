import { InvalidModelError } from '../../errors.ts';
import { tf, type LayersModel, type Tensor } from '../../engine/tensors.ts';

/** Returns the values of all weights, copied from the engine, in the order of `model.weights`. */
export function readWeights(model: LayersModel): Float32Array[] {
  return model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
}

/** Replaces the values of all weights, in the order of `model.weights`. */
export function writeWeights(model: LayersModel, values: readonly Float32Array[]): void {
  tf.tidy(() => {
    model.setWeights(model.getWeights().map((weight, i) => tf.tensor(values[i].slice(), weight.shape, weight.dtype)));
  });
}

/** @throws InvalidModelError if a weight is NaN or infinite */
export function assertFiniteWeights(model: LayersModel): void {
  model.getWeights().forEach((weight, i) => {
    if (isFinite(weight)) return;
    const values = weight.dataSync();
    const at = values.findIndex((value) => !Number.isFinite(value));
    throw new InvalidModelError(
      `The weight "${model.weights[i].originalName}" of "${model.name}" is ${values[at]} at position ${at}.\n` +
        'Expected finite weights.\nTrain the model again with a smaller learning rate, or load it from an intact file.',
    );
  });
}

/** Only finite numbers times 0 are 0. The engine looks, because a copy of the values of large models takes time and memory. */
const isFinite = (weight: Tensor): boolean =>
  tf.tidy(() => tf.sum(tf.mul(tf.cast(weight, 'float32'), 0)).dataSync()[0] === 0);
