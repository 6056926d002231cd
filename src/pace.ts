import { setImmediate } from 'node:timers/promises';
import type { Progress, ProgressEvent } from './progress.ts';

/** Says how far a long computation is, and now and then lets everything else in the process have its turn. */
export type Pace = (done: number, total: number) => Promise<void> | undefined;

/** Milliseconds of work without a break. */
const stretch = 50;

/**
 * Tells progress about a task that computes without waiting for anything. Await every call: most return at once.
 *
 * @example
 * const pace = pacing('select', progress);
 * for (let k = 0; k < count; k++) { …; await pace(k + 1, count); }
 */
export function pacing(task: ProgressEvent['task'], progress: Progress): Pace {
  let last = performance.now();
  return (done, total) => {
    if (performance.now() - last < stretch) return undefined;
    progress({ task, done, total });
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}

/** No news and no breaks. */
export const unpaced: Pace = () => undefined;

/** Lets the event loop turn after a long stretch of work, without news; await it in every round of a long loop. */
export function breather(): () => Promise<void> | undefined {
  const pace = pacing('attack', () => undefined);
  return () => pace(0, 0);
}
