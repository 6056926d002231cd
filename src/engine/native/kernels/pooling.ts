import { tf } from '../../tensors.ts';
import type { NativeKernel } from './kernel.ts';

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Max pooling with any padding. */
export const maxPool: NativeKernel<PoolAttributes> = {
  kernelName: 'MaxPool',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original();
    const { window, outShape } = geometryOf(x.shape, attrs);
    const [id] = backend.getInputTensorIds([x]);
    return backend.createOutputTensor(backend.binding.maxPool(id, window, outShape));
  },
};

/** Gradient of max pooling, to the first largest input of every window. */
export const maxPoolGrad: NativeKernel<PoolAttributes> = {
  kernelName: 'MaxPoolGrad',
  compute({ inputs: { dy, input, output }, attrs, backend }) {
    const ids = backend.getInputTensorIds([dy, input, output]);
    return backend.createOutputTensor(backend.binding.maxPoolGrad(ids, geometryOf(input.shape, attrs).window));
  },
};

function geometryOf(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes) {
  const input = shape as [number, number, number, number];
  const g = tf.backend_util.computePool2DInfo(input, filterSize, strides, 1, pad, dimRoundingMode);
  const window = [g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth, g.padInfo.top, g.padInfo.left];
  return { window, outShape: g.outShape };
}
