import type { TestContext } from 'vitest';
import { DnnError } from '../../src/errors.ts';
import { framesOf, unawaited } from './tracked-promise.ts';
import { startTask, type RunningTest } from './task.ts';

/** Before a test, and before every further attempt of it: drops what an earlier attempt measured. */
export function forgetEarlierAttempt({ task }: TestContext): void {
  delete (task as RunningTest).meta.dnn;
  startTask(task);
}

/**
 * After a test: waits for the measurements it left under way, so that they neither outlive their model nor disturb the next
 * test, and fails it, and what it left in the report, for each that it did not await.
 *
 * @throws DnnError - which points to the assertion
 */
export async function failUnawaited({ task }: TestContext): Promise<void> {
  const forgotten = await unawaited(task);
  for (const gate of forgotten.flatMap(({ gates }) => gates)) Object.assign(gate, { passed: false, awaited: false });
  const [first, ...others] = forgotten;
  if (!first) return;
  const matchers = [first, ...others].map(({ matcher }) => matcher).join(', ');
  const error = new DnnError(
    'DNN_USAGE',
    `${matchers} was not awaited.\nExpected every assertion on a model to be awaited, because the test is over before it is measured.\n` +
      `Write await expect(model).${first.matcher}(…).`,
  );
  error.stack = `${error.name}: ${error.message}\n${framesOf(first)}`; // where it was asserted
  throw error;
}
