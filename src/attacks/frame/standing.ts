import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import type { QueriedBatch } from '../contract.ts';

/** Collects the final point of every input of a batch. */
export class Settled {
  readonly #order: number[] = [];
  readonly #points: Tensor[] = [];
  #pursued: number[];

  constructor(count: number) {
    this.#pursued = Array.from({ length: count }, (_, row) => row);
  }

  /** Number of inputs that have not settled. */
  get remaining(): number {
    return this.#pursued.length;
  }

  /** Settles flagged inputs; `points` and `flags` have a row for every input that has not settled. */
  settle(points: Tensor, flags: number[]): void {
    this.#points.push(takeRows(points, rowsWhere(flags, 1)));
    this.#order.push(...this.#pursued.filter((_, row) => flags[row] === 1));
    this.#pursued = this.#pursued.filter((_, row) => flags[row] === 0);
  }

  /** All points in the order of the batch: the settled ones, and the given ones for the other inputs. */
  with(points: Tensor): Tensor {
    if (this.#order.length === 0) return points.clone();
    const all = this.remaining > 0 ? [...this.#points, points] : this.#points;
    const order = [...this.#order, ...this.#pursued];
    const place = new Int32Array(order.length);
    order.forEach((row, at) => (place[row] = at));
    return tf.tidy(() => tf.gather(tf.concat(all), tf.tensor1d(place, 'int32')));
  }

  dispose(): void {
    tf.dispose(this.#points);
  }
}

/** The rows whose flag has this value. */
export const rowsWhere = (flags: readonly number[], value: number): number[] =>
  flags.flatMap((flag, row) => (flag === value ? [row] : []));

/** A new tensor of some rows of a tensor. */
export function takeRows<T extends Tensor>(tensor: T, rows: readonly number[]): T {
  return tf.tidy(() => tf.gather(tensor, tf.tensor1d([...rows], 'int32')));
}

/**
 * The inputs at some rows of a batch, as a new batch.
 *
 * @param owned - whether to dispose of the tensors of the batch
 */
export function compact<Batch extends QueriedBatch>(batch: Batch, rows: readonly number[], owned: boolean): Batch {
  const { x, y, positions } = batch;
  const kept = {
    ...batch,
    x: takeRows(x, rows),
    y: takeRows(y, rows),
    positions: rows.map((row) => positions?.[row] ?? row),
  };
  if (owned) tf.dispose([x, y]);
  return kept;
}
