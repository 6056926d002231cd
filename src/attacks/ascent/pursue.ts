import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import type { AttackedBatch } from '../contract.ts';
import { breather } from '../../pace.ts';
import { compact, rowsWhere, Settled, takeRows } from '../frame/standing.ts';

/** Tensors with one row per input of a batch: `current` [batch, ...itemShape], and anything else that an attack keeps. */
export type Rows = Readonly<Record<string, Tensor>> & { readonly current: Tensor };

export interface Pursuit<State extends Rows> {
  readonly steps: number;
  /** Returns the state before the first step. */
  readonly start: (batch: AttackedBatch) => State;
  /**
   * One step: returns the next state, and logits [batch, classes] for `reached`. They are those of `state.current`, unless
   * `reached` ignores them. The batch and the state hold only the inputs that are still pursued. The result of a row must
   * depend on that row alone.
   */
  readonly step: (
    batch: AttackedBatch,
    state: State,
    step: number,
  ) => { readonly next: State; readonly logits: Tensor2D };
  /** Which inputs have reached their goal, [batch], boolean. @defaultValue the misclassified ones */
  readonly reached?: (logits: Tensor2D, batch: AttackedBatch, state: State) => Tensor1D;
}

/**
 * The loop of iterative attacks. If the batch sets `dropBroken`, an input leaves at the first point that reaches its goal, and
 * the batch and the state are compacted to the rest. `start` and `step` run inside `tf.tidy`.
 *
 * @returns the first point of each input that reached the goal, or its last, [batch, ...itemShape]; the caller disposes of it
 */
export async function pursue<State extends Rows>(batch: AttackedBatch, pursuit: Pursuit<State>): Promise<Tensor> {
  const { steps, start, step, reached = misclassified } = pursuit;
  const settled = new Settled(batch.x.shape[0]);
  let active = batch;
  let state = tf.tidy(() => start(batch));
  const breathe = breather();
  try {
    for (let t = 0; t < steps && settled.remaining > 0; t++) {
      const { next, done } = tf.tidy(() => {
        const { next, logits } = step(active, state, t);
        return { next, ...(batch.dropBroken && { done: reached(logits, active, state) }) };
      });
      const passed = state;
      state = next;
      try {
        const flags = done && Array.from(await done.data());
        if (flags?.includes(1)) {
          settled.settle(passed.current, flags);
          const rows = rowsWhere(flags, 0);
          if (rows.length > 0) [active, state] = [compact(active, rows, active !== batch), gathered(state, rows)];
        }
      } finally {
        done?.dispose();
        release(passed, state);
      }
      await breathe();
    }
    return settled.with(state.current);
  } finally {
    settled.dispose();
    release(state);
    if (active !== batch) tf.dispose([active.x, active.y]);
  }
}

const misclassified = (logits: Tensor2D, { y }: AttackedBatch): Tensor1D =>
  tf.notEqual(tf.argMax(logits, 1), y) as Tensor1D;

/** A state of some rows of another one, which is disposed of. */
function gathered<State extends Rows>(state: State, rows: readonly number[]): State {
  const entries = Object.entries(state).map(([name, tensor]) => [name, takeRows(tensor, rows)]);
  release(state);
  return Object.fromEntries(entries) as State;
}

/** Disposes of a state, except for tensors that another one still holds. */
function release(state: Rows, unless?: Rows): void {
  const held = new Set(unless ? Object.values(unless) : []);
  for (const tensor of Object.values(state)) if (!held.has(tensor)) tensor.dispose();
}
