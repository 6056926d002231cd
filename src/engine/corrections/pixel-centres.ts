import { tf, type Tensor2D, type Tensor4D } from '../tensors.ts';

/**
 * Resizes images [batch, rows, columns, channels] by linear interpolation between the centres of pixels, as Keras does. Output i of
 * an axis with `size` values reads the position p of an axis with `before` values:
 *
 *   p = (i + 1/2) · before / size − 1/2, at least 0 and at most before − 1
 */
export function interpolate(x: Tensor4D, height: number, width: number): Tensor4D {
  return resample(resample(x, 1, linearWeights(x.shape[1], height)), 2, linearWeights(x.shape[2], width));
}

/** Resizes images [batch, rows, columns, channels] by taking the pixel that contains the centre of the new one, as Keras does. */
export function takeNearest(x: Tensor4D, height: number, width: number): Tensor4D {
  return resample(resample(x, 1, nearestWeights(x.shape[1], height)), 2, nearestWeights(x.shape[2], width));
}

/** The weights [size, before] of the values of an axis in the new values. */
function linearWeights(before: number, size: number): Tensor2D {
  const weights = new Float32Array(size * before);
  for (let to = 0; to < size; to++) {
    const from = Math.min(Math.max(((to + 0.5) * before) / size - 0.5, 0), before - 1);
    const first = Math.floor(from);
    weights[to * before + first] += 1 - (from - first);
    weights[to * before + Math.min(first + 1, before - 1)] += from - first;
  }
  return tf.tensor2d(weights, [size, before]);
}

function nearestWeights(before: number, size: number): Tensor2D {
  const weights = new Float32Array(size * before);
  for (let to = 0; to < size; to++) weights[to * before + Math.floor(((to + 0.5) * before) / size)] = 1;
  return tf.tensor2d(weights, [size, before]);
}

/** Replaces the values along an axis by weighted sums: a product, because resizing in TensorFlow.js has a wrong gradient. */
function resample(x: Tensor4D, axis: 1 | 2, weights: Tensor2D): Tensor4D {
  const order = axis === 1 ? [1, 0, 2, 3] : [2, 0, 1, 3];
  const moved = tf.transpose(x, order);
  const product = tf.matMul(weights, tf.reshape(moved, [x.shape[axis], -1]) as Tensor2D);
  const [, ...others] = moved.shape;
  const back = order.map((_, place) => order.indexOf(place));
  return tf.transpose(tf.reshape(product, [weights.shape[0], ...others] as Tensor4D['shape']) as Tensor4D, back);
}
