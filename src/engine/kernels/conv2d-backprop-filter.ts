import { tf } from '../tensors.ts';
import { type ConvolutionAttributes, type Kernel, type Shape4D, refuseChannelsFirst, run } from './kernel.ts';

/**
 * Gradient of a convolution with respect to its filter, as a convolution of the input by the gradient of the output.
 *
 *   dw[kh, kw, ci, co] = sum_{n, oh, ow} x[n, oh s + kh - p, ow s + kw - p, ci] dy[n, oh, ow, co]
 *
 * The batch becomes the channels that are summed over, the stride becomes a dilation.
 */
export const conv2DBackpropFilter: Kernel<ConvolutionAttributes & { readonly filterShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropFilter',
  compute({ inputs: { x, dy }, attrs, backend }) {
    refuseChannelsFirst('Conv2DBackpropFilter', attrs.dataFormat);
    const { strides, pad, dimRoundingMode, filterShape } = attrs;
    const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4D, filterShape, strides, 1, pad, dimRoundingMode);
    const { top, bottom, left, right } = info.padInfo;
    const transposedX = run('Transpose', { x }, backend, { perm: [3, 1, 2, 0] }); // [ci, h, w, n]
    const transposedDy = run('Transpose', { x: dy }, backend, { perm: [1, 2, 0, 3] }); // [oh, ow, n, co]
    const wide = run('Conv2D', { x: transposedX, filter: transposedDy }, backend, {
      strides: 1,
      dilations: [info.strideHeight, info.strideWidth],
      pad: [[0, 0], [top, bottom], [left, right], [0, 0]],
      dataFormat: 'NHWC',
    }); // [ci, >= kh, >= kw, co]
    const size = [info.inChannels, info.filterHeight, info.filterWidth, info.outChannels];
    const exact = run('Slice', { x: wide }, backend, { begin: [0, 0, 0, 0], size });
    const dw = run('Transpose', { x: exact }, backend, { perm: [1, 2, 0, 3] });
    for (const { dataId } of [transposedX, transposedDy, wide, exact]) backend.disposeData(dataId);
    return dw;
  },
};
