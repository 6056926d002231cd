import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { tf, type Tensor } from '../../engine/tensors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { gatherRows } from '../../matrix/rows.ts';

/** Returns the inputs [positions, ...itemShape] of the items at the positions; the caller disposes of the tensor. */
export function inputsAt(split: Split, positions: ArrayLike<number>): Tensor {
  const { inputs, itemShape } = split;
  const size = tf.util.sizeFromShape([...itemShape]);
  const values = gatherRows(inputs, positions, size);
  return tf.tensor(values, [positions.length, ...itemShape], inputs instanceof Int32Array ? 'int32' : 'float32');
}

/** Returns the inputs [end - start, ...itemShape] of consecutive items, without copying them first. */
export function inputsBetween({ inputs, itemShape }: Split, start: number, end: number): Tensor {
  const size = tf.util.sizeFromShape([...itemShape]);
  const values = inputs.subarray(start * size, end * size);
  return tf.tensor(values, [end - start, ...itemShape], inputs instanceof Int32Array ? 'int32' : 'float32');
}

/**
 * Applies a function to each batch of a split and returns the rows of all results in plain memory. The engine never holds
 * more than one batch, and the event loop runs between batches.
 *
 * @param run - maps a batch [b, ...itemShape] to a tensor whose rows have `columns` values; called inside `tf.tidy`
 */
export async function mapBatches(
  split: Split,
  columns: number,
  batchSize: number,
  run: (x: Tensor) => Tensor,
): Promise<Matrix> {
  const data = new Float32Array(split.size * columns);
  for (let start = 0; start < split.size; start += batchSize) {
    const rows = tf.tidy(() => run(inputsBetween(split, start, Math.min(start + batchSize, split.size))));
    try {
      data.set((await rows.data()) as Float32Array, start * columns);
    } finally {
      rows.dispose();
    }
    await setImmediate();
  }
  return { data, rows: split.size, columns };
}
