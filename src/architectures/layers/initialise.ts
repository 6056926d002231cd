import { tf, type LayersModel } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import { activationOf, isEmbedding, isKernel, layersOf } from '../../models/network/layers.ts';
import { readWeights, writeWeights } from '../../models/network/weights.ts';

/**
 * Draws the kernels and embeddings of a network from `random`, in layer order. Biases and all other weights are unchanged.
 *
 *   He, before a ReLU:          w ~ U(−a, a),   a = √(6 / fan_in)
 *   orthogonal, for states:     W Wᵀ = I, by Gram and Schmidt's method on normal rows
 *   Glorot, elsewhere:          w ~ U(−a, a),   a = √(6 / (fan_in + fan_out))
 *   embeddings:                 w ~ U(−0.05, 0.05)
 *
 * @see He et al. 2015, arXiv:1502.01852, eq. 10; Glorot and Bengio 2010, AISTATS, eq. 16 (both as uniform distributions);
 *   Saxe et al. 2014, arXiv:1312.6120 (orthogonal)
 */
export function initialise(model: LayersModel, random: Random): void {
  const rectified = new Set<string>();
  for (const layer of layersOf(model)) {
    if (activationOf(layer) === 'relu') for (const weight of layer.weights) rectified.add(weight.name);
  }
  const values = readWeights(model);
  model.weights.forEach((weight, index) => {
    if (isEmbedding(weight)) return draw(values[index], 0.05, random);
    if (!isKernel(weight)) return;
    const [rows, columns, ...others] = weight.shape as number[];
    if (weight.originalName.endsWith('recurrent_kernel') && others.length === 0 && rows <= columns)
      return orthogonalise(values[index], rows, random);
    const { fanIn, fanOut } = fans(weight.shape as number[]);
    const limit = Math.sqrt(6 / (rectified.has(weight.name) ? fanIn : fanIn + fanOut));
    draw(values[index], limit, random);
  });
  writeWeights(model, values);
}

/** Fills values with draws from U(−limit, limit). */
function draw(values: Float32Array, limit: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.uniform() - 1);
}

/** Fills a matrix that is wider than high with orthogonal rows of length 1. */
function orthogonalise(values: Float32Array, rows: number, random: Random): void {
  const columns = values.length / rows;
  const done: Float64Array[] = [];
  for (let row = 0; row < rows; row++) {
    const drawn = Float64Array.from({ length: columns }, () => random.normal());
    for (const other of done) {
      const product = drawn.reduce((sum, value, at) => sum + value * other[at], 0);
      for (let at = 0; at < columns; at++) drawn[at] -= product * other[at];
    }
    const length = Math.sqrt(drawn.reduce((sum, value) => sum + value ** 2, 0));
    done.push(drawn.map((value) => value / length));
    values.set(done[row], row * columns);
  }
}

/** Inputs and outputs per unit; the shape of a kernel is [...receptive field, in, out]. */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const field = tf.util.sizeFromShape(shape.slice(0, -2));
  const [inputs, outputs] = shape.slice(-2);
  return { fanIn: field * inputs, fanOut: field * outputs };
}
