import type { Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes, ConvolutionAttributes, Shape4D } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { activate, addBias } from './activation.ts';
import { type Attribute, float32, integers, type NativeBackend, type NativeKernel, textAttribute } from './kernel.ts';

/** Convolution with any padding. */
export const conv2D: NativeKernel<ConvolutionAttributes> = {
  kernelName: 'Conv2D',
  compute: ({ inputs: { x, filter }, attrs, backend }) => convolve(backend, x, filter, attrs),
};

/** Convolution, bias and activation. */
export const fusedConv2D: NativeKernel<ConvolutionAttributes & ActivationAttributes> = {
  kernelName: 'FusedConv2D',
  compute({ inputs: { x, filter, bias, preluActivationWeights }, attrs, backend }) {
    return tf.tidy(() => {
      const sums = addBias(convolve(backend, x, filter, attrs), bias);
      return activate(sums, attrs, preluActivationWeights as Tensor | undefined);
    });
  },
};

/** Gradient of the input, with any padding; tfjs-node supports only "same" and "valid". */
export const conv2DBackpropInput: NativeKernel<ConvolutionAttributes & { inputShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropInput',
  compute({ inputs: { dy, filter }, attrs, backend }) {
    const attributes = attributesOf(attrs.inputShape, filter.shape as Shape4D, attrs);
    const shape = tf.tensor1d(attrs.inputShape, 'int32');
    const dx = backend.executeSingleOutput('Conv2DBackpropInput', attributes, [shape, filter, dy]);
    shape.dispose();
    return dx;
  },
};

/** Gradient of the filters, with any padding; tfjs-node supports only "same" and "valid". */
export const conv2DBackpropFilter: NativeKernel<ConvolutionAttributes & { filterShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropFilter',
  compute({ inputs: { x, dy }, attrs, backend }) {
    return tf.tidy(() => {
      const [input, used] = seenByPixels(x as Tensor4D, attrs);
      const attributes = attributesOf(input.shape, attrs.filterShape, used);
      const shape = tf.tensor1d(attrs.filterShape, 'int32');
      return backend.executeSingleOutput('Conv2DBackpropFilter', attributes, [input, shape, dy]);
    });
  },
};

/**
 * For filters of one pixel, returns the pixels that their strides visit, to be convolved without strides. With strides oneDNN
 * writes past the end of the gradient's memory, and the process crashes.
 */
function seenByPixels<Attributes extends ConvolutionAttributes & { filterShape: Shape4D }>(
  x: Tensor4D,
  attrs: Attributes,
): [Tensor4D, ConvolutionAttributes] {
  const { filterShape, strides, pad, dataFormat = 'NHWC' } = attrs;
  const [height, width] = [strides].flat();
  if (filterShape[0] * filterShape[1] > 1 || height * (width ?? height) === 1 || dataFormat !== 'NHWC')
    return [x, attrs];
  const padded = typeof pad === 'object' ? tf.pad(x, pad) : x;
  const part = tf.stridedSlice(padded, [0, 0, 0, 0], padded.shape, [1, height, width ?? height, 1]);
  return [part as Tensor4D, { ...attrs, strides: 1, pad: 'valid' }];
}

function convolve(backend: NativeBackend, x: TensorInfo, filter: TensorInfo, attrs: ConvolutionAttributes): Tensor {
  const attributes = attributesOf(x.shape as Shape4D, filter.shape as Shape4D, attrs);
  return backend.executeSingleOutput('Conv2D', attributes, [x, filter]);
}

/** Returns the attributes of TensorFlow's convolutions and their gradients. */
export function attributesOf(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dilations, dataFormat = 'NHWC', dimRoundingMode }: ConvolutionAttributes,
  depthwise = false,
): Attribute[] {
  const { computeConv2DInfo, convertConv2DDataFormat } = tf.backend_util;
  const format = convertConv2DDataFormat(dataFormat);
  const g = computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    format,
  );
  const { type, top, bottom, left, right } = g.padInfo;
  const isExplicit = type === 'EXPLICIT';
  const spatial = (height: number, width: number) =>
    dataFormat === 'NHWC' ? [1, height, width, 1] : [1, 1, height, width];
  const sides = dataFormat === 'NHWC' ? [0, 0, top, bottom, left, right, 0, 0] : [0, 0, 0, 0, top, bottom, left, right];
  return [
    float32,
    integers('strides', spatial(g.strideHeight, g.strideWidth)),
    integers('dilations', spatial(g.dilationHeight, g.dilationWidth)),
    textAttribute('padding', isExplicit ? 'EXPLICIT' : type),
    textAttribute('data_format', dataFormat),
    ...(isExplicit ? [integers('explicit_paddings', sides)] : []),
  ];
}
