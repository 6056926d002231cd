import type { Tensor } from '../../engine/tensors.ts';
import type { Progress } from '../../progress.ts';
import type { Attack, QueriedBatch } from '../contract.ts';

/** One go at the inputs that still stand. */
export interface Attempt extends Pick<Attack, 'access'> {
  /** With the restart it names the stream that the attempt draws from, and who broke an input. */
  readonly name: string;
  readonly restart: number;
  /** Candidates inside the ball and the input range; it gets gradients if the attack follows them. */
  readonly craft: (batch: QueriedBatch) => Promise<Tensor>;
}

/** The attempts that an attack makes: as many as it has restarts. */
export function attemptsOf(attack: Omit<Attempt, 'restart'>, restarts: number): Attempt[] {
  return Array.from({ length: restarts }, (_, restart) => ({ ...attack, restart }));
}

/**
 * Reports in attempts on one input. What an attempt breaks needs no further ones, so that the time left is an upper bound
 * that shrinks faster than the clock.
 */
export function progressOf(
  task: string,
  inputs: number,
  attempts: number,
  progress?: Progress,
): (attempt: number, positions: readonly number[]) => void {
  const start = performance.now();
  const total = inputs * attempts;
  let made = 0;
  return (attempt, positions) => {
    made += positions.length;
    const done = Math.min(total, Math.max(made, attempt * inputs));
    const secondsLeft = (((performance.now() - start) / 1000) * (total - done)) / made;
    progress?.({ task, done, total, secondsLeft });
  };
}
