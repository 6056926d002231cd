import type { ConvolutionAttributes, Shape4D } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import { type Kernel, refuseNegative } from '../kernel.ts';
import { pointers, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';

/**
 * Depthwise convolution for cases that the backend computes wrongly: padding "same" with strides that skip the end of the input,
 * where no padding is needed; and an empty output, beyond which it writes. All other cases are left to the backend, which is faster.
 *
 * @throws EngineError - if the window is larger than its input
 */
export const depthwiseConv2dNative: Kernel<ConvolutionAttributes> = {
  kernelName: 'DepthwiseConv2dNative',
  compute({ inputs: { x, filter }, attrs, backend, original }) {
    const info = infoOf(x.shape, filter.shape, attrs);
    refuseNegative('DepthwiseConv2dNative', info.outShape, x.shape);
    const [lastRow, lastColumn] = [
      (info.outHeight - 1) * info.strideHeight + (info.filterHeight - 1) * info.dilationHeight,
      (info.outWidth - 1) * info.strideWidth + (info.filterWidth - 1) * info.dilationWidth,
    ];
    const leavesOut = lastRow < info.inHeight - 1 || lastColumn < info.inWidth - 1;
    const isEmpty = tf.util.sizeFromShape(info.outShape) === 0;
    if ((attrs.pad !== 'same' || !leavesOut) && !isEmpty) return original({ x, filter }, attrs);
    const output = backend.makeOutput(info.outShape, 'float32');
    kernels().depthwise(...pointers(backend, x, filter, output), ...sizesOf(info));
    return output;
  },
};

/** Gradient of a depthwise convolution with respect to its filter [height, width, channels, multiplier]. */
export const depthwiseConv2dNativeBackpropFilter: Kernel<ConvolutionAttributes & { readonly filterShape: Shape4D }> = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  compute({ inputs: { x, dy }, attrs, backend }) {
    const output = backend.makeOutput(attrs.filterShape, 'float32');
    const sizes = sizesOf(infoOf(x.shape, attrs.filterShape, attrs));
    withScratch(backend, tf.util.sizeFromShape(attrs.filterShape) * 4, (sums) =>
      kernels().depthwiseFilterGradient(...pointers(backend, x, dy, output), sums, ...sizes),
    );
    return output;
  },
};

/** Gradient of a depthwise convolution with respect to its input. */
export const depthwiseConv2dNativeBackpropInput: Kernel<ConvolutionAttributes & { readonly inputShape: Shape4D }> = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  compute({ inputs: { dy, filter }, attrs, backend }) {
    const output = backend.makeOutput(attrs.inputShape, 'float32');
    const sizes = sizesOf(infoOf(attrs.inputShape, filter.shape, attrs));
    kernels().depthwiseInputGradient(...pointers(backend, dy, filter, output), ...sizes);
    return output;
  },
};

type Info = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

function infoOf(inputShape: number[], filterShape: number[], attrs: ConvolutionAttributes): Info {
  const { strides, dilations, pad, dimRoundingMode } = attrs;
  const shapes = [inputShape, filterShape] as [Shape4D, Shape4D];
  return tf.backend_util.computeConv2DInfo(...shapes, strides, dilations ?? 1, pad, dimRoundingMode, true);
}

/** Returns the sizes of a depthwise convolution in the order of the compiled kernels' parameters. */
function sizesOf(info: Info) {
  return [
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outChannels / info.inChannels],
    ...[info.outHeight, info.outWidth, info.filterHeight, info.filterWidth],
    ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
    ...[info.padInfo.top, info.padInfo.left],
  ] as const;
}
