import { tf } from '../../tensors.ts';
import { type ConvolutionAttributes, type Kernel, type Shape4D, refuseChannelsFirst } from './kernel.ts';
import { kernels, pointer } from './module.ts';

interface PoolAttributes extends ConvolutionAttributes {
  readonly filterSize: [number, number] | number;
}

/** Max pooling; the backend's own writes beyond its output for windows of more than nine inputs. */
export const maxPool: Kernel<PoolAttributes> = {
  kernelName: 'MaxPool',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original({ x }, attrs);
    const { outShape, numbers } = windows('MaxPool', x.shape, attrs);
    const output = backend.makeOutput(outShape, 'float32');
    kernels().maxPool(pointer(backend, x), pointer(backend, output), ...numbers);
    return output;
  },
};

/** Gradient of max pooling; of equal largest inputs the first receives it. */
export const maxPoolGrad: Kernel<PoolAttributes> = {
  kernelName: 'MaxPoolGrad',
  compute({ inputs: { dy, input }, attrs, backend }) {
    const output = backend.makeOutput(input.shape, 'float32');
    const { numbers } = windows('MaxPoolGrad', input.shape, attrs);
    kernels().maxPoolGradient(pointer(backend, input), pointer(backend, dy), pointer(backend, output), ...numbers);
    return output;
  },
};

/** Average pooling; padding does not count. */
export const avgPool: Kernel<PoolAttributes> = {
  kernelName: 'AvgPool',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original({ x }, attrs);
    const { outShape, numbers } = windows('AvgPool', x.shape, attrs);
    const output = backend.makeOutput(outShape, 'float32');
    kernels().averagePool(pointer(backend, x), pointer(backend, output), ...numbers);
    return output;
  },
};

/**
 * Gradient of average pooling. Unlike that of TensorFlow.js it divides by what is there where padding cuts the window, as the
 * average does.
 */
export const avgPoolGrad: Kernel<PoolAttributes> = {
  kernelName: 'AvgPoolGrad',
  compute({ inputs: { dy, input }, attrs, backend }) {
    const output = backend.makeOutput(input.shape, 'float32');
    const { numbers } = windows('AvgPoolGrad', input.shape, attrs);
    kernels().averagePoolGradient(pointer(backend, dy), pointer(backend, output), ...numbers);
    return output;
  },
};

function windows(
  kernelName: string,
  inputShape: number[],
  attrs: PoolAttributes,
): { outShape: number[]; numbers: number[] } {
  refuseChannelsFirst(kernelName, attrs.dataFormat);
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = tf.backend_util.computePool2DInfo(inputShape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    outShape: info.outShape,
    numbers: [
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
      ...[
        info.filterHeight,
        info.filterWidth,
        info.strideHeight,
        info.strideWidth,
        info.padInfo.top,
        info.padInfo.left,
      ],
    ],
  };
}
