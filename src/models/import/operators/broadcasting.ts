import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operators } from './contract.ts';
import { checkedShape, input, numbersIn, OperatorError, valueOf } from './values.ts';

/** The broadcast of two shapes. */
export function broadcastSizes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [one, other] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (one !== other && one !== 1 && other !== 1)
      throw new OperatorError(`[${a.join(', ')}] and [${b.join(', ')}] do not fit`);
    return one === 1 ? other : one;
  });
}

/** Repeats a tensor along axes of size 1. */
export function expanded(x: Tensor, shape: readonly number[]): Tensor {
  const sizes = checkedShape(broadcastSizes(x.shape, shape));
  const aligned = tf.reshape(x, [...sizes.slice(x.rank).map(() => 1), ...x.shape]);
  const times = sizes.map((size, axis) => (aligned.shape[axis] === size ? 1 : size));
  return times.every((count) => count === 1) ? aligned : tf.tile(aligned, times);
}

/** Operators that repeat values along axes. */
export const broadcasting: Operators = {
  Expand: {
    run: (inputs) => {
      const { tensor, type } = input(inputs, 0);
      return [valueOf(expanded(tensor, numbersIn(inputs, 1) ?? []), type)];
    },
  },
  Tile: {
    run: (inputs) => {
      const { tensor, type } = input(inputs, 0);
      const times = numbersIn(inputs, 1) ?? [];
      checkedShape(tensor.shape.map((size, axis) => size * (times[axis] ?? 1)));
      return [valueOf(tf.tile(tensor, times), type)];
    },
  },
};
