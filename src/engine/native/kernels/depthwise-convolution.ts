import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ConvolutionAttributes, Shape4D } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { attributesOf } from './convolution.ts';
import type { NativeKernel } from './kernel.ts';

/** Depthwise convolution with any padding; tfjs-node and its gradients support only "same" and "valid". */
export const depthwiseConv2D: NativeKernel<ConvolutionAttributes> = {
  kernelName: 'DepthwiseConv2dNative',
  compute({ inputs: { x, filter }, attrs, backend }) {
    const attributes = attributesOf(shapeOf(x), shapeOf(filter), attrs, true);
    return backend.executeSingleOutput('DepthwiseConv2dNative', attributes, [x, filter]);
  },
};

/** Gradient of a depthwise convolution with respect to its input. */
export const depthwiseConv2DBackpropInput: NativeKernel<ConvolutionAttributes & { inputShape: Shape4D }> = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  compute({ inputs: { dy, filter }, attrs, backend }) {
    const attributes = attributesOf(attrs.inputShape, shapeOf(filter), attrs, true);
    const shape = tf.tensor1d(attrs.inputShape, 'int32');
    const dx = backend.executeSingleOutput('DepthwiseConv2dNativeBackpropInput', attributes, [shape, filter, dy]);
    shape.dispose();
    return dx;
  },
};

/** Gradient of a depthwise convolution with respect to its filters. */
export const depthwiseConv2DBackpropFilter: NativeKernel<ConvolutionAttributes & { filterShape: Shape4D }> = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  compute({ inputs: { x, dy }, attrs, backend }) {
    const attributes = attributesOf(shapeOf(x), attrs.filterShape, attrs, true);
    const shape = tf.tensor1d(attrs.filterShape, 'int32');
    const dw = backend.executeSingleOutput('DepthwiseConv2dNativeBackpropFilter', attributes, [x, shape, dy]);
    shape.dispose();
    return dw;
  },
};

function shapeOf({ shape }: TensorInfo): Shape4D {
  return shape as Shape4D;
}
