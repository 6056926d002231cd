import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend } from '../kernel.ts';
import { type Allocate, pointer, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import { withPacked } from '../product/packed.ts';
import type { Pointer } from '../signatures.ts';

/** Bytes of sums that are computed at once if they are not kept: they stay in the second-level cache. */
const chunkBytes = 2 ** 20;

/** Rows that differ: their numbers [steps, batch], and one row per value. */
export interface DistinctRows {
  readonly ids: Pointer;
  readonly rows: Pointer;
  readonly count: number;
}

/** Largest part of the rows that may differ for a product of distinct rows to be worthwhile. */
const largestPart = 0.9;

/**
 * Finds equal rows of x [batch, steps, inputs], such as the embeddings of a repeated token or of padding. They need only one product,
 * which has the same bits.
 *
 * @returns undefined if too few rows are equal, or the product with `columns` columns is small
 */
export function distinctRowsOf(
  backend: Backend,
  x: TensorInfo,
  columns: number,
  allocate: Allocate,
): DistinctRows | undefined {
  const [batch, steps, inputs] = x.shape;
  const limit = Math.floor(largestPart * batch * steps);
  if (columns < 64 || inputs < 16 || limit < 1) return undefined;
  const slotCount = 2 ** Math.ceil(Math.log2(2 * batch * steps));
  const bytes = inputs * 4;
  const [slots, ids, rows] = [slotCount * 4, batch * steps * 4, limit * bytes].map(allocate);
  const count = kernels().distinctRows(
    ...([pointer(backend, x), batch, steps, bytes, slots, slotCount, ids, rows, limit] as const),
  );
  return count < 0 ? undefined : { ids, rows, count };
}

/** The input's part of the sums of a recurrent layer. */
interface InputSums {
  readonly x: TensorInfo;
  readonly kernel: TensorInfo;
  /** Address of the bias, or 0. */
  readonly bias: Pointer;
  /** Address of all sums [steps, batch, columns] if they are kept, else 0. */
  readonly kept: Pointer;
  readonly backwards: boolean;
}

/**
 * Runs `work` with a function that returns the address of the sums x_t W + b [batch, columns] of step t. Without `kept`, steps must be
 * asked for in the layer's order, each once; the sums may then be overwritten.
 */
export function withInputSums(
  backend: Backend,
  { x, kernel, bias, kept, backwards }: InputSums,
  work: (sumsOf: (t: number) => Pointer) => void,
): void {
  const [batch, steps, inputs] = x.shape;
  const columns = kernel.shape[1];
  const { product, copyRows } = kernels();
  const stepBytes = batch * columns * 4;
  withAllocation(backend, (allocate) =>
    withPacked(backend, pointer(backend, kernel), inputs, columns, false, (packed) => {
      const distinct = distinctRowsOf(backend, x, columns, allocate);
      if (distinct) {
        const { ids, rows, count } = distinct;
        const table = allocate(count * columns * 4);
        product(rows, ...stepsFirst(1, count, inputs), packed, bias, table, columns, 0);
        const step = kept || allocate(stepBytes);
        work((t) => {
          const to = kept ? step + t * stepBytes : step;
          copyRows(table, ids + t * batch * 4, to, batch, columns * 4);
          return to;
        });
        return;
      }
      const from = pointer(backend, x);
      const compute = (first: number, count: number, to: Pointer): void => {
        const rows = stepsFirst(steps, batch, inputs, count);
        product(from + first * inputs * 4, ...rows, packed, bias, to, columns, 0);
      };
      if (kept) {
        compute(0, steps, kept);
        work((t) => kept + t * stepBytes);
        return;
      }
      const most = Math.min(steps, Math.max(1, Math.floor(chunkBytes / stepBytes)));
      const chunk = allocate(most * stepBytes);
      let [start, end] = [0, 0];
      work((t) => {
        if (t < start || t >= end) {
          [start, end] = backwards ? [Math.max(0, t + 1 - most), t + 1] : [t, Math.min(steps, t + most)];
          compute(start, end - start, chunk);
        }
        return chunk + (t - start) * stepBytes;
      });
    }),
  );
}

/**
 * Parameters of the compiled product for the rows of [batch, steps, columns] in the order (step, batch).
 *
 * @param count - how many steps
 */
export function stepsFirst(steps: number, batch: number, columns: number, count = steps) {
  const step = steps * columns * 4;
  return [count * batch, batch, count, step, columns * 4 - batch * step, 0, 1, columns, 0] as const;
}
