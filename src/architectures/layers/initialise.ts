import { tf, type LayersModel } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import { activationOf, isKernel, layersOf } from '../../models/network/layers.ts';
import { readWeights, writeWeights } from '../../models/network/weights.ts';

/**
 * Draws the kernels of a network from `random`, in layer order. Biases (zero) and all other weights are unchanged.
 *
 *   He, before a ReLU:      w ~ U(−a, a),   a = √(6 / fan_in)
 *   Glorot, elsewhere:      w ~ U(−a, a),   a = √(6 / (fan_in + fan_out))
 *
 * @see He et al. 2015, arXiv:1502.01852, eq. 10; Glorot and Bengio 2010, AISTATS, eq. 16 (both as uniform distributions)
 */
export function initialise(model: LayersModel, random: Random): void {
  const rectified = new Set<string>();
  for (const layer of layersOf(model)) {
    if (activationOf(layer) === 'relu') for (const weight of layer.weights) rectified.add(weight.name);
  }
  const values = readWeights(model);
  model.weights.forEach((weight, index) => {
    if (!isKernel(weight)) return;
    const { fanIn, fanOut } = fans(weight.shape as number[]);
    const limit = Math.sqrt(6 / (rectified.has(weight.name) ? fanIn : fanIn + fanOut));
    for (let i = 0; i < values[index].length; i++) values[index][i] = limit * (2 * random.uniform() - 1);
  });
  writeWeights(model, values);
}

/** Inputs and outputs per unit; the shape of a kernel is [...receptive field, in, out]. */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const field = tf.util.sizeFromShape(shape.slice(0, -2));
  const [inputs, outputs] = shape.slice(-2);
  return { fanIn: field * inputs, fanOut: field * outputs };
}
