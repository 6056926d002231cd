import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operators } from './contract.ts';
import { axisOf, input, numbersIn, OperatorError, product, valueOf } from './values.ts';

/** What a Slice takes along one axis: from where, how many, at which steps. */
export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** The ranges of a Slice. */
export function slicedRanges(
  shape: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] = starts.map((_, i) => i),
  steps: readonly number[] = starts.map(() => 1),
): Range[] {
  return axes.map((given, i) => {
    const axis = axisOf(given, shape.length);
    const [size, step] = [shape[axis], steps[i]];
    if (!(step !== 0 && ends.length === starts.length)) throw new OperatorError('it slices in steps of 0');
    const bounded = (value: number): number => {
      const counted = value < 0 ? value + size : value;
      return step > 0 ? Math.max(0, Math.min(size, counted)) : Math.max(-1, Math.min(size - 1, counted));
    };
    const [start, end] = [bounded(starts[i]), bounded(ends[i])];
    return { axis, start, count: Math.max(0, Math.ceil((end - start) / step)), step };
  });
}

/** Takes ranges of a tensor. */
function slicedTensor(x: Tensor, ranges: readonly Range[]): Tensor {
  let y = x;
  for (const { axis, start, count, step } of ranges) {
    if (step !== 1 || count === 0) {
      y = tf.gather(
        y,
        tf.tensor1d(
          Array.from({ length: count }, (_, i) => start + i * step),
          'int32',
        ),
        axis,
      );
      continue;
    }
    const [before, after] = [product(y.shape.slice(0, axis)), product(y.shape.slice(axis + 1))];
    const part = tf.slice(tf.reshape(y, [before, y.shape[axis], after]), [0, start, 0], [before, count, after]);
    y = tf.reshape(
      part,
      y.shape.map((size, at) => (at === axis ? count : size)),
    );
  }
  return y;
}

/** Operators that take a part of a tensor. */
export const slicing: Operators = {
  Slice: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const starts = numbersIn(inputs, 1) ?? operation.numbers('starts') ?? [];
      const ends = numbersIn(inputs, 2) ?? operation.numbers('ends') ?? [];
      const axes = numbersIn(inputs, 3) ?? operation.numbers('axes');
      return [
        valueOf(slicedTensor(tensor, slicedRanges(tensor.shape, starts, ends, axes, numbersIn(inputs, 4))), type),
      ];
    },
  },
  Trilu: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [rows, columns] = tensor.shape.slice(-2);
      const k = numbersIn(inputs, 1)?.[0] ?? 0;
      const isUpper = operation.number('upper', 1) === 1;
      const mask = Float32Array.from({ length: rows * columns }, (_, at) => {
        const offset = (at % columns) - Math.floor(at / columns);
        return Number(isUpper ? offset >= k : offset <= k);
      });
      return [valueOf(tf.mul(tensor, tf.cast(tf.tensor2d(mask, [rows, columns]), tensor.dtype)), type)];
    },
  },
};
