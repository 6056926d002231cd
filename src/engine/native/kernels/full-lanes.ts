import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf, type Tensor } from '../../tensors.ts';
import type { NativeCall, NativeKernel } from './kernel.ts';

/** TensorFlow computes at most this many numbers by one instruction, 512 bits. */
const lanes = 16;

const functions = [
  ...['Exp', 'Expm1', 'Log', 'Log1p', 'Rsqrt', 'Reciprocal', 'Softplus', 'Elu', 'Selu', 'Erf', 'LeakyRelu'],
  ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Tanh', 'Asinh', 'Acosh', 'Atanh'],
];

/** exp(x − max x) / Σ exp(x − max x) per row. TensorFlow's own sums a row in an order that depends on the number of rows. */
const softmax: NativeKernel = {
  kernelName: 'Softmax',
  compute: ({ inputs: { logits } }) =>
    tf.tidy(() => {
      const powers = tf.exp(tf.sub(logits as Tensor, tf.max(logits as Tensor, -1, true)));
      return tf.div<Tensor>(powers, tf.sum(powers, -1, true));
    }),
};

/**
 * Functions of single numbers on full vectors. TensorFlow computes the last numbers of a tensor one by one, by formulas that round
 * differently, so that an input would have other bits alone than in a batch. Here ones fill the last vector.
 */
export const fullLanes: readonly NativeKernel[] = [
  ...functions.map((kernelName) => ({
    kernelName,
    compute: ({ inputs: { x }, original }: NativeCall<object>) => {
      if (!isRagged(x)) return original();
      return tf.tidy(() => restored(original({ x: filled(x as Tensor) }), x.shape));
    },
  })),
  ...['Pow', 'Atan2', 'EluGrad'].map(ofPairs),
  softmax,
];

/** A function of two numbers, whose names are those of the operands. */
function ofPairs(kernelName: string): NativeKernel {
  return {
    kernelName,
    compute({ inputs, original }) {
      const [[nameOfA, a], [nameOfB, b]] = Object.entries(inputs);
      const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const ragged = tf.util.sizeFromShape(shape) % lanes !== 0;
      if (a.dtype !== 'float32' || b.dtype !== 'float32' || !ragged) return original();
      const full = (x: TensorInfo): Tensor => filled(tf.broadcastTo(x as Tensor, shape));
      return tf.tidy(() => restored(original({ [nameOfA]: full(a), [nameOfB]: full(b) }), shape));
    },
  };
}

function isRagged({ shape, dtype }: TensorInfo): boolean {
  return dtype === 'float32' && tf.util.sizeFromShape(shape) % lanes !== 0;
}

/** The numbers in a row, followed by ones up to a multiple of the lanes. Copying them takes less time than two operations. */
function filled(x: Tensor): Tensor {
  const numbers = new Float32Array(Math.ceil(x.size / lanes) * lanes).fill(1);
  numbers.set(x.dataSync<'float32'>());
  return tf.tensor1d(numbers);
}

/** The first numbers of a result, in a shape. */
function restored(result: TensorInfo | TensorInfo[], shape: number[]): Tensor {
  const numbers = (result as Tensor).dataSync<'float32'>(); // native kernels return tensors
  return tf.tensor(numbers.slice(0, tf.util.sizeFromShape(shape)), shape);
}
