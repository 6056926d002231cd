import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { subset } from '../../datasets/split.ts';
import type { Matrix } from '../../matrix.ts';
import type { View } from './view.ts';

/** Inputs copied out of the split at a time, so that a large pool is never in memory twice. */
const partSize = 2048;

/** The pool in order, copied out a part at a time; says how far it is. */
export async function* partsOfPool({ split, pool, progress }: View): AsyncGenerator<Split, void, undefined> {
  for (let start = 0; start < pool.length; start += partSize) {
    const part = pool.subarray(start, start + partSize);
    yield subset(split, part);
    progress?.({ task: 'select', done: start + part.length, total: pool.length });
    await setImmediate();
  }
}

/** What is computed of every part of the pool, row below row. */
export async function overPool(view: View, compute: (part: Split) => Promise<Matrix>): Promise<Matrix> {
  let whole: Float32Array | undefined;
  let columns = 0;
  let at = 0;
  for await (const part of partsOfPool(view)) {
    const rows = await compute(part);
    columns = rows.columns;
    whole ??= new Float32Array(view.pool.length * columns);
    whole.set(rows.data, at);
    at += rows.data.length;
  }
  return { data: whole ?? new Float32Array(0), rows: view.pool.length, columns };
}
