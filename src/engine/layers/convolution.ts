import { tf, type Tensor4D } from '../tensors.ts';
import type { Activation, Completion, Weight } from './complete.ts';
import { isTaped } from './differentiable.ts';

interface Convolution {
  readonly kernel: Weight;
  readonly bias: Weight | null;
  readonly activation: Activation;
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
  readonly dataFormat: string;
  readonly dilationRate: [number, number];
}

/**
 * A 2D convolution that computes only the requested gradients. The stock layer without an activation is one fused operation,
 * whose gradient always includes the filters, even if only the input's gradient is needed.
 */
export const convolution: Completion<Convolution> = {
  className: 'Conv2D',
  kernels: [],
  // without a gradient, the fused operation is faster
  applies: ({ activation, dataFormat, padding, dilationRate }, x) =>
    activation.getClassName() === 'linear' &&
    dataFormat === 'channelsLast' &&
    (padding === 'valid' || padding === 'same') &&
    tf.backend_util.tupleValuesAreOne(dilationRate) &&
    x.rank === 4 &&
    isTaped(),
  call({ kernel, bias, strides, padding }, x) {
    const sums = tf.conv2d(x as Tensor4D, kernel.read() as Tensor4D, strides, padding);
    return bias ? tf.add(sums, bias.read()) : sums;
  },
};
