import { setImmediate } from 'node:timers/promises';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../engine/tensors.ts';
import type { AttackedBatch } from './contract.ts';

/** Tensors whose rows belong to the inputs of a batch: `current` [batch, ...itemShape], and what else an attack keeps. */
export type Rows = Readonly<Record<string, Tensor>> & { readonly current: Tensor };

export interface Pursuit<State extends Rows> {
  readonly steps: number;
  /** What the first step starts from. */
  readonly start: (batch: AttackedBatch) => State;
  /**
   * One step: what follows, and the logits [batch, classes] of `state.current`, which it has met on its way. The batch and
   * the state hold the inputs that are still pursued. What becomes of a row must depend on that row alone.
   */
  readonly step: (
    batch: AttackedBatch,
    state: State,
    step: number,
  ) => { readonly next: State; readonly logits: Tensor2D };
  /** Which of the inputs have reached their goal, [batch], boolean. @defaultValue those that are misclassified */
  readonly reached?: (logits: Tensor2D, batch: AttackedBatch, state: State) => Tensor1D;
}

/** For how long the event loop may wait, in milliseconds. */
const patience = 50;

/**
 * The loop of iterative attacks. Where the batch asks for it (`dropBroken`), an input leaves at the first point that
 * breaks it: the batch and the state are compacted to the rest. `start` and `step` run inside a tidy.
 *
 * @returns the first point that reached its goal, or the last of all, [batch, ...itemShape]; the caller disposes of it
 */
export async function pursue<State extends Rows>(batch: AttackedBatch, pursuit: Pursuit<State>): Promise<Tensor> {
  const { steps, start, step, reached = misclassified } = pursuit;
  const settled = new Settled(batch);
  let here = batch;
  let state = tf.tidy(() => start(batch));
  let yielded = performance.now();
  try {
    for (let t = 0; t < steps && settled.remaining > 0; t++) {
      const { next, done } = tf.tidy(() => {
        const made = step(here, state, t);
        return { next: made.next, ...(batch.dropBroken && { done: reached(made.logits, here, state) }) };
      });
      const passed = state;
      state = next;
      try {
        const flags = done && Array.from(await done.data());
        if (flags?.includes(1)) {
          settled.settle(passed.current, flags);
          const left = rowsWhere(flags, 0);
          if (left.length > 0) [here, state] = [compact(here, left, here !== batch), gathered(state, left)];
        }
      } finally {
        done?.dispose();
        release(passed, state);
      }
      if (performance.now() - yielded > patience) {
        await setImmediate();
        yielded = performance.now();
      }
    }
    return settled.with(state.current);
  } finally {
    settled.dispose();
    release(state);
    if (here !== batch) tf.dispose([here.x, here.y]);
  }
}

/** Where every input of a batch ended. */
class Settled {
  readonly #order: number[] = [];
  readonly #points: Tensor[] = [];
  #pursued: number[];

  constructor({ x }: AttackedBatch) {
    this.#pursued = Array.from({ length: x.shape[0] }, (_, row) => row);
  }

  get remaining(): number {
    return this.#pursued.length;
  }

  /** Takes the rows that are flagged out of the points of those that are pursued. */
  settle(points: Tensor, flags: number[]): void {
    this.#points.push(takeRows(points, rowsWhere(flags, 1)));
    this.#order.push(...this.#pursued.filter((_, row) => flags[row] === 1));
    this.#pursued = this.#pursued.filter((_, row) => flags[row] === 0);
  }

  /** All points in the order of the batch: those that settled, and the given ones of the others. */
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

const misclassified = (logits: Tensor2D, { y }: AttackedBatch): Tensor1D =>
  tf.notEqual(tf.argMax(logits, 1), y) as Tensor1D;

const rowsWhere = (flags: readonly number[], value: number): number[] =>
  flags.flatMap((flag, row) => (flag === value ? [row] : []));

function takeRows<T extends Tensor>(tensor: T, rows: readonly number[]): T {
  return tf.tidy(() => tf.gather(tensor, tf.tensor1d([...rows], 'int32')));
}

/** The inputs at some rows of a batch, as a batch of their own. */
function compact(batch: AttackedBatch, rows: readonly number[], owned: boolean): AttackedBatch {
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

/** The given rows of everything in a state, which is disposed of. */
function gathered<State extends Rows>(state: State, rows: readonly number[]): State {
  const entries = Object.entries(state).map(([name, tensor]) => [name, takeRows(tensor, rows)]);
  release(state);
  return Object.fromEntries(entries) as State;
}

/** Disposes of a state but for what another one still holds. */
function release(state: Rows, unless?: Rows): void {
  const held = new Set(unless ? Object.values(unless) : []);
  for (const tensor of Object.values(state)) if (!held.has(tensor)) tensor.dispose();
}
