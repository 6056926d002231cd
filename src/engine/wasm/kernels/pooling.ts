import type { PoolAttributes, Shape4D } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { type Kernel, refuseChannelsFirst, refuseNegative } from './kernel.ts';
import { pointers } from './memory.ts';
import { kernels } from './module.ts';

/** Max pooling; the backend's kernel writes past the end of its output for windows of more than nine inputs. */
export const maxPool: Kernel<PoolAttributes> = {
  kernelName: 'MaxPool',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original({ x }, attrs);
    const g = geometryOf('MaxPool', x.shape, attrs);
    const output = backend.makeOutput(g.outShape, 'float32');
    kernels().maxPool(...pointers(backend, x, output), g.batchSize, ...windowsOf(g));
    return output;
  },
};

/** Gradient of max pooling; the first of equal largest inputs receives it. */
export const maxPoolGrad: Kernel<PoolAttributes> = {
  kernelName: 'MaxPoolGrad',
  compute({ inputs: { dy, input }, attrs, backend }) {
    const output = backend.makeOutput(input.shape, 'float32');
    const g = geometryOf('MaxPoolGrad', input.shape, attrs);
    kernels().maxPoolGradient(...pointers(backend, input, dy, output), g.batchSize, ...windowsOf(g));
    return output;
  },
};

/** Average pooling; padding is not counted. */
export const avgPool: Kernel<PoolAttributes> = {
  kernelName: 'AvgPool',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original({ x }, attrs);
    const g = geometryOf('AvgPool', x.shape, attrs);
    const output = backend.makeOutput(g.outShape, 'float32');
    kernels().averagePool(...pointers(backend, x, output), g.batchSize, ...windowsOf(g));
    return output;
  },
};

/**
 * Gradient of average pooling. Unlike TensorFlow.js, it counts only the inputs inside a window that padding cuts, as the average
 * does.
 */
export const avgPoolGrad: Kernel<PoolAttributes> = {
  kernelName: 'AvgPoolGrad',
  compute({ inputs: { dy, input }, attrs, backend }) {
    const output = backend.makeOutput(input.shape, 'float32');
    const g = geometryOf('AvgPoolGrad', input.shape, attrs);
    kernels().averagePoolGradient(...pointers(backend, dy, output), g.batchSize, ...windowsOf(g));
    return output;
  },
};

function geometryOf(kernelName: string, inputShape: number[], attrs: PoolAttributes): PoolGeometry {
  refuseChannelsFirst(kernelName, attrs.dataFormat);
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const g = tf.backend_util.computePool2DInfo(inputShape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
  refuseNegative(kernelName, g.outShape, inputShape);
  return g;
}

type PoolGeometry = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/** Returns the windows of a pooling in the order of the compiled kernels' parameters. */
export function windowsOf(g: PoolGeometry) {
  return [
    ...[g.inHeight, g.inWidth, g.inChannels, g.outHeight, g.outWidth],
    ...[g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth, g.padInfo.top, g.padInfo.left],
  ] as const;
}
