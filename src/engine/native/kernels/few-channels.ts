import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes, ConvolutionAttributes, Shape4D } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { activate } from './activation.ts';
import { bindingTensor, type NativeCall, type NativeKernel } from './kernel.ts';

/** Up to this many weights the binding's kernels are faster than TensorFlow, whose registers few channels do not fill. */
const weights = 8192;

interface Geometry {
  readonly outShape: number[];
  /** Rows above and columns left of the input. */
  readonly padding: number[];
}

/** Whether filters of this shape are computed by the binding's kernels. */
export function isSmall(shape: number[]): boolean {
  return tf.util.sizeFromShape(shape) <= weights;
}

/** Convolution. */
export const convolution: NativeKernel<ConvolutionAttributes> = {
  kernelName: 'Conv2D',
  compute: (call) => convolve(call, [call.inputs.x, call.inputs.filter]) ?? call.original(),
};

/** Convolution, bias and activation. */
export const fusedConvolution: NativeKernel<ConvolutionAttributes & ActivationAttributes> = {
  kernelName: 'FusedConv2D',
  compute(call) {
    const { x, filter, bias, preluActivationWeights } = call.inputs;
    return tf.tidy(() => {
      if (bias && bias.shape.length !== 1) return call.original() as Tensor;
      const isRelu = call.attrs.activation === 'relu';
      const sums = convolve(call, [x, filter, ...(bias ? [bias] : [])], isRelu);
      if (!sums || isRelu) return sums ?? (call.original() as Tensor);
      return activate(sums, call.attrs, preluActivationWeights as Tensor | undefined);
    });
  },
};

/** Gradient of a convolution with respect to its input. */
export const inputGradient: NativeKernel<ConvolutionAttributes & { inputShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropInput',
  compute({ inputs: { dy, filter }, attrs, backend, original }) {
    const geometry = geometryOf(attrs.inputShape, [dy, filter], attrs);
    if (!geometry) return original();
    const ids = backend.getInputTensorIds([dy, filter]);
    return bindingTensor(
      backend,
      backend.binding.inputGradient(ids, attrs.inputShape, geometry.padding),
      attrs.inputShape,
    );
  },
};

function convolve(
  { attrs, backend }: NativeCall<ConvolutionAttributes>,
  operands: TensorInfo[],
  isPositive = false,
): Tensor | undefined {
  const geometry = geometryOf(operands[0].shape as Shape4D, operands, attrs);
  if (!geometry) return undefined;
  const { outShape, padding } = geometry;
  const ids = backend.getInputTensorIds(operands);
  return bindingTensor(backend, backend.binding.convolve(ids, outShape, padding, isPositive), outShape);
}

/** Returns undefined if the binding's kernels do not support the options or are slower. */
function geometryOf(
  inputShape: Shape4D,
  operands: TensorInfo[],
  { strides, pad, dilations, dataFormat = 'NHWC', dimRoundingMode }: ConvolutionAttributes,
): Geometry | undefined {
  const { tupleValuesAreOne, computeConv2DInfo } = tf.backend_util;
  const shape = operands[1].shape as Shape4D;
  const isPlain = tupleValuesAreOne(strides) && tupleValuesAreOne(dilations ?? 1) && dataFormat === 'NHWC';
  if (!isPlain || !isSmall(shape)) return undefined;
  if (operands.some(({ dtype }) => dtype !== 'float32')) return undefined;
  const { padInfo, outShape } = computeConv2DInfo(inputShape, shape, 1, 1, pad, dimRoundingMode);
  return { outShape, padding: [padInfo.top, padInfo.left] };
}
