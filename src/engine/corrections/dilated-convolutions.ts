import { tf, type Tensor } from '../tensors.ts';
import { correctGradient } from './correct.ts';

export interface DilatedAttributes {
  /** One rate per axis or the same rate for all axes. */
  readonly dilations?: readonly number[] | number | null;
}

/**
 * Adds the gradients of dilated convolutions, which TensorFlow.js 4.22 does not compute. A dilated filter is a filter with zeros
 * between its values, so its gradient is that of the larger filter, read at the places of the values.
 *
 *   size = (k − 1) · rate + 1
 */
export function correctDilatedGradients(): void {
  for (const kernelName of ['Conv2D', 'DepthwiseConv2dNative', 'Conv3D']) {
    correctGradient(kernelName, (common) => (dy, saved, attrs) => {
      const rates = ratesOf(attrs as DilatedAttributes);
      if (!rates) return common(dy, saved, attrs);
      const [x, filter] = saved;
      const slopes = (): ReturnType<typeof common> =>
        common(dy, [x, spread(filter, rates)], { ...attrs, dilations: rates.map(() => 1) });
      return {
        x: () => tf.tidy(() => slopes().x()),
        filter: () => tf.tidy(() => gathered(slopes().filter(), filter.shape, rates)),
      };
    });
  }
}

/** Returns the rates per axis, or undefined if all are 1. */
export function ratesOf({ dilations }: DilatedAttributes): number[] | undefined {
  if (dilations === undefined || dilations === null) return undefined;
  const rates = typeof dilations === 'number' ? [dilations, dilations, dilations] : [...dilations];
  return rates.some((rate) => rate !== 1) ? rates : undefined;
}

/** Returns the filter [...sizes, in, out] with rate − 1 zeros between neighbours along each axis. */
export function spread(filter: Tensor, rates: readonly number[]): Tensor {
  return sizesOf(filter.shape).reduce((larger: Tensor, size, axis) => {
    const rate = rates[axis];
    if (rate === 1 || size === 1) return larger;
    const { before, after, shape } = around(larger.shape, axis);
    const spaced = tf.pad(tf.reshape(larger, [before, size, 1, after]), [
      [0, 0],
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ]);
    const lines = tf.slice(tf.reshape(spaced, [before, size * rate, after]), 0, [before, (size - 1) * rate + 1, after]);
    return tf.reshape(lines, shape((size - 1) * rate + 1));
  }, filter);
}

/** The reverse of `spread`: returns the values of the larger filter at the places of the filter, [...sizes, in, out]. */
function gathered(larger: Tensor, filterShape: number[], rates: readonly number[]): Tensor {
  return sizesOf(filterShape).reduce((smaller: Tensor, size, axis) => {
    const rate = rates[axis];
    if (rate === 1 || size === 1) return smaller;
    const { before, after, shape } = around(smaller.shape, axis);
    const lines = tf.pad(tf.reshape(smaller, [before, (size - 1) * rate + 1, after]), [
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ]);
    const first = tf.slice(tf.reshape(lines, [before, size, rate, after]), 0, [before, size, 1, after]);
    return tf.reshape(first, shape(size));
  }, larger);
}

/** The axes of a filter over which it slides; its last two are channels. */
const sizesOf = (filterShape: number[]): number[] => filterShape.slice(0, -2);

/** The number of values before and after an axis, and the shape with another size of that axis. */
function around(shape: number[], axis: number): { before: number; after: number; shape: (size: number) => number[] } {
  return {
    before: tf.util.sizeFromShape(shape.slice(0, axis)),
    after: tf.util.sizeFromShape(shape.slice(axis + 1)),
    shape: (size) => [...shape.slice(0, axis), size, ...shape.slice(axis + 1)],
  };
}
