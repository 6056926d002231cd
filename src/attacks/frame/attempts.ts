import type { Tensor } from '../../engine/tensors.ts';
import type { Progress } from '../../progress.ts';
import type { Attack, QueriedBatch } from '../contract.ts';

/** One attempt on the inputs that are not yet broken. */
export interface Attempt extends Pick<Attack, 'access'> {
  /** Name of the attack. With the restart it also names the stream that the attempt draws from. */
  readonly name: string;
  readonly restart: number;
  /** Returns candidates inside the ball and the input range; a white-box attack receives a network. */
  readonly craft: (batch: QueriedBatch) => Promise<Tensor>;
}

/** The attempts of an attack, one per restart. */
export function attemptsOf(attack: Omit<Attempt, 'restart'>, restarts: number): Attempt[] {
  return Array.from({ length: restarts }, (_, restart) => ({ ...attack, restart }));
}

/**
 * Reports progress in attempts on single inputs. Inputs that break early skip their remaining attempts, so the estimate of
 * the time left is an upper bound.
 *
 * @returns a function to call after every batch, with the index of the attempt and the positions of the batch
 */
export function progressOf(
  task: string,
  inputs: number,
  attempts: number,
  progress?: Progress,
): (attempt: number, positions: readonly number[]) => void {
  const start = performance.now();
  const total = inputs * attempts;
  let attempted = 0;
  return (attempt, positions) => {
    attempted += positions.length;
    const done = Math.min(total, Math.max(attempted, attempt * inputs));
    const secondsLeft = (((performance.now() - start) / 1000) * (total - done)) / attempted;
    progress?.({ task, done, total, secondsLeft });
  };
}
