import { setImmediate } from 'node:timers/promises';

/** For how long the event loop may wait, in milliseconds. */
const patience = 50;

/** A function that lets the event loop turn if it has waited for long; to be awaited in every round of a long loop. */
export function breather(): () => Promise<void> | undefined {
  let turned = performance.now();
  return () => {
    if (performance.now() - turned < patience) return undefined;
    return setImmediate().then(() => {
      turned = performance.now();
    });
  };
}
