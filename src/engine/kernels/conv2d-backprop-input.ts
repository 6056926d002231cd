import { tf } from '../tensors.ts';
import { type ConvolutionAttributes, type Kernel, type Shape4D, refuseChannelsFirst, run } from './kernel.ts';

/**
 * Gradient of a convolution with respect to its input: for stride 1 the convolution of the output's gradient by the
 * filter, turned by 180° and with its channels exchanged; for other strides the backend's own loop.
 */
export const conv2DBackpropInput: Kernel<ConvolutionAttributes & { readonly inputShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropInput',
  compute({ inputs, attrs, backend, original }) {
    refuseChannelsFirst('Conv2DBackpropInput', attrs.dataFormat);
    const { dy, filter } = inputs;
    const { strides, pad, dimRoundingMode, inputShape } = attrs;
    const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape as Shape4D, strides, 1, pad, dimRoundingMode);
    const top = info.filterHeight - 1 - info.padInfo.top;
    const left = info.filterWidth - 1 - info.padInfo.left;
    if (info.strideHeight !== 1 || info.strideWidth !== 1 || top < 0 || left < 0) return original(inputs, attrs);
    const bottom = info.inHeight + info.filterHeight - 1 - info.outHeight - top;
    const right = info.inWidth + info.filterWidth - 1 - info.outWidth - left;
    const turned = run('Reverse', { x: filter }, backend, { dims: [0, 1] });
    const exchanged = run('Transpose', { x: turned }, backend, { perm: [0, 1, 3, 2] }); // [kh, kw, co, ci]
    const dx = run('Conv2D', { x: dy, filter: exchanged }, backend, {
      strides: 1,
      dilations: 1,
      pad: [[0, 0], [top, bottom], [left, right], [0, 0]],
      dataFormat: 'NHWC',
    });
    for (const { dataId } of [turned, exchanged]) backend.disposeData(dataId);
    return dx;
  },
};
