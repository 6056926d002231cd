import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { tf, type Tensor } from '../../engine/tensors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { gatherRows } from '../../matrix/rows.ts';

/** Inputs [positions, ...itemShape] of the items at the given positions; the caller disposes of the tensor. */
export function inputsAt(split: Split, positions: ArrayLike<number>): Tensor {
  const { inputs, itemShape } = split;
  const size = tf.util.sizeFromShape([...itemShape]);
  const values = gatherRows(inputs, positions, size);
  return tf.tensor(values, [positions.length, ...itemShape], inputs instanceof Int32Array ? 'int32' : 'float32');
}

/** Inputs [end - start, ...itemShape] of neighbouring items, not copied before they reach the engine. */
export function inputsBetween({ inputs, itemShape }: Split, start: number, end: number): Tensor {
  const size = tf.util.sizeFromShape([...itemShape]);
  const values = inputs.subarray(start * size, end * size);
  return tf.tensor(values, [end - start, ...itemShape], inputs instanceof Int32Array ? 'int32' : 'float32');
}

/**
 * Runs a function of a batch over a whole split and gathers the rows of its results in plain memory; the engine never
 * holds more than one batch, and the event loop turns between batches.
 *
 * @param run - from a batch [b, ...itemShape] to a tensor whose rows have `columns` values; runs inside `tf.tidy`
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
