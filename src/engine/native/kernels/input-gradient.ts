import { tf } from '../../tensors.ts';
import type { ConvolutionAttributes, Shape4D } from './convolution.ts';
import type { NativeKernel } from './kernel.ts';

/** The most channels that the binding's kernel knows. */
const channels = 4;

/** Gradient of a convolution with respect to images: inputs of few channels, for which TensorFlow is slow. */
export const inputGradient: NativeKernel<ConvolutionAttributes & { inputShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropInput',
  compute({ inputs: { dy, filter }, attrs, backend, original }) {
    const { inputShape, strides, pad, dilations, dataFormat = 'NHWC', dimRoundingMode } = attrs;
    const { tupleValuesAreOne, computeConv2DInfo } = tf.backend_util;
    const isPlain = tupleValuesAreOne(strides) && tupleValuesAreOne(dilations ?? 1) && dataFormat === 'NHWC';
    if (!isPlain || inputShape[3] > channels || dy.dtype !== 'float32' || filter.dtype !== 'float32') return original();
    const { padInfo } = computeConv2DInfo(inputShape, filter.shape as Shape4D, 1, 1, pad, dimRoundingMode);
    const ids = backend.getInputTensorIds([dy, filter]);
    return backend.createOutputTensor(backend.binding.inputGradient(ids, inputShape, [padInfo.top, padInfo.left]));
  },
};
