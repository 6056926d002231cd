import { setImmediate } from 'node:timers/promises';
import type { Progress, ProgressEvent } from './progress.ts';

/** Says how far a long computation is, and now and then lets everything else in the process have its turn. */
export type Pace = (done: number, total: number) => Promise<void> | undefined;

/** Milliseconds of work between two breaks. */
const stretch = 50;

/** Measures stretches of work: whether one is over, and the break that begins the next. */
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
 * Paces a task that computes without waiting for anything, and tells progress about it at every break. Await every call:
 * most return at once.
 *
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

/** No news and no breaks. */
export const unpaced: Pace = () => undefined;

/** Paces a task that has no news of its own, such as the rounds of an attack. Await every call. */
export function breather(): () => Promise<void> | undefined {
  const { isOver, pause } = stretches();
  return () => (isOver() ? pause() : undefined);
}
