import { setImmediate } from 'node:timers/promises';
import type { Progress, ProgressEvent } from './progress.ts';

/** Reports the progress of a long computation, and pauses regularly so that other work in the process can run. */
export type Pace = (done: number, total: number) => Promise<void> | undefined;

/** Milliseconds of work between two pauses. */
const stretch = 50;

/** Measures stretches of work: `isOver` tells whether the current one has ended, `pause` pauses and starts the next. */
function stretches(): { isOver: () => boolean; pause: () => Promise<void> } {
  let start = performance.now();
  return {
    isOver: () => performance.now() - start >= stretch,
    pause: async () => {
      await setImmediate();
      start = performance.now();
    },
  };
}

/**
 * Paces a task that computes without waiting, and reports its progress at every pause.
 *
 * @returns a function to call after every step; await every call, most of which return at once
 * @example
 * const pace = pacing('select', progress);
 * for (let k = 0; k < count; k++) { …; await pace(k + 1, count); }
 */
export function pacing(task: ProgressEvent['task'], progress: Progress): Pace {
  const { isOver, pause } = stretches();
  return (done, total) => {
    if (!isOver()) return undefined;
    progress({ task, done, total });
    return pause();
  };
}

/** A pace without progress and without pauses. */
export const unpaced: Pace = () => undefined;

/**
 * Paces a task that reports no progress, such as the rounds of an attack.
 *
 * @returns a function to call after every step; await every call
 */
export function breather(): () => Promise<void> | undefined {
  const { isOver, pause } = stretches();
  return () => (isOver() ? pause() : undefined);
}
