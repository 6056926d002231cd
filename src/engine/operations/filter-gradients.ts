import { tf, type Tensor4D, type Tensor5D } from '../tensors.ts';

export interface ConvolutionOptions {
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dilations: [number, number];
}

/**
 * Returns the gradients of a convolution with respect to its filter, one per input of the batch, [n, kh, kw, ci, co].
 *
 *   dw[n, kh, kw, ci, co] = sum_{oh, ow} x[n, oh s + kh - p, ow s + kw - p, ci] dy[n, oh, ow, co]
 *
 * @param x - [n, height, width, ci]
 * @param dy - gradient with respect to the output, [n, oh, ow, co]
 * @param filterShape - [kh, kw, ci, co]
 */
export function filterGradients(
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: [number, number, number, number],
  { strides, padding, dilations }: ConvolutionOptions,
): Tensor5D {
  const [height, width, channels, filters] = filterShape;
  const dilated = !tf.backend_util.tupleValuesAreOne(dilations);
  if (!dilated && tf.getKernel('FilterGradients', tf.getBackend())) {
    const attrs = { strides, pad: padding, dimRoundingMode: undefined, filterShape };
    return tf.engine().runKernel<Tensor5D>('FilterGradients', { x, dy }, attrs as object as tf.NamedAttrMap);
  }
  return tf.tidy(() => {
    const inputs = height * width * channels;
    const unitFilters = tf.reshape(tf.eye(inputs), [height, width, channels, inputs]) as Tensor4D;
    const patches = tf.reshape(tf.conv2d(x, unitFilters, strides, padding, 'NHWC', dilations), [
      x.shape[0],
      -1,
      inputs,
    ]);
    const slopes = tf.reshape(dy, [x.shape[0], -1, filters]);
    return tf.reshape(tf.matMul(patches, slopes, true), [x.shape[0], ...filterShape]);
  });
}
