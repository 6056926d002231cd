import { tf, type Tensor4D } from '../tensors.ts';
import type { Activation, Completion, Weight } from './complete.ts';

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
 * A two-dimensional convolution whose gradients are computed as they are asked for. The stock layer without an activation
 * is one fused operation, whose gradient computes that of the filters even where only that of the input is wanted.
 */
export const convolution: Completion<Convolution> = {
  className: 'Conv2D',
  kernels: [],
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

/** Whether gradients will be taken; without, the fused operation is the faster one. */
function isTaped(): boolean {
  return (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();
}
