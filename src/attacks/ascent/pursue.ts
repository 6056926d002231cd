import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import type { AttackedBatch } from '../contract.ts';
import { breather } from '../../pace.ts';
import { compact, rowsWhere, Settled, takeRows } from '../frame/standing.ts';

/** Tensors whose rows belong to the inputs of a batch: `current` [batch, ...itemShape], and what else an attack keeps. */
export type Rows = Readonly<Record<string, Tensor>> & { readonly current: Tensor };

export interface Pursuit<State extends Rows> {
  readonly steps: number;
  /** What the first step starts from. */
  readonly start: (batch: AttackedBatch) => State;
  /**
   * One step: what follows, and the logits [batch, classes] that it has met on its way, which are those of `state.current`
   * unless `reached` makes nothing of them. The batch and the state hold the inputs that are still pursued. What becomes of
   * a row must depend on that row alone.
   */
  readonly step: (
    batch: AttackedBatch,
    state: State,
    step: number,
  ) => { readonly next: State; readonly logits: Tensor2D };
  /** Which of the inputs have reached their goal, [batch], boolean. @defaultValue those that are misclassified */
  readonly reached?: (logits: Tensor2D, batch: AttackedBatch, state: State) => Tensor1D;
}

/**
 * The loop of iterative attacks. Where the batch asks for it (`dropBroken`), an input leaves at the first point that
 * breaks it: the batch and the state are compacted to the rest. `start` and `step` run inside a tidy.
 *
 * @returns the first point that reached its goal, or the last of all, [batch, ...itemShape]; the caller disposes of it
 */
export async function pursue<State extends Rows>(batch: AttackedBatch, pursuit: Pursuit<State>): Promise<Tensor> {
  const { steps, start, step, reached = misclassified } = pursuit;
  const settled = new Settled(batch.x.shape[0]);
  let here = batch;
  let state = tf.tidy(() => start(batch));
  const breathe = breather();
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
      await breathe();
    }
    return settled.with(state.current);
  } finally {
    settled.dispose();
    release(state);
    if (here !== batch) tf.dispose([here.x, here.y]);
  }
}

const misclassified = (logits: Tensor2D, { y }: AttackedBatch): Tensor1D =>
  tf.notEqual(tf.argMax(logits, 1), y) as Tensor1D;

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
