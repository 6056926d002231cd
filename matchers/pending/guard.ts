import type { TestContext } from 'vitest';
import { DnnError } from '../../src/errors.ts';
import { framesOf, unawaited } from './tracked-promise.ts';
import { startTask, type RunningTest } from './task.ts';

/** Runs before every attempt of a test, and drops the measurements of the attempt before. */
export function forgetEarlierAttempt({ task }: TestContext): void {
  delete (task as RunningTest).meta.dnn;
  startTask(task);
}

/**
 * Runs after a test. It waits for unfinished measurements, so that they neither outlive their model nor disturb the next test.
 * Assertions that the test did not await fail, in the test and in the report.
 *
 * @throws DnnError - its stack points to the first assertion that was not awaited
 */
export async function failUnawaited({ task }: TestContext): Promise<void> {
  const forgotten = await unawaited(task);
  for (const gate of forgotten.flatMap(({ gates }) => gates))
    Object.assign(gate, { passed: false, outcome: 'failed', awaited: false });
  const [first, ...others] = forgotten;
  if (!first) return;
  const matchers = [first, ...others].map(({ matcher }) => matcher).join(', ');
  const error = new DnnError(
    'DNN_USAGE',
    `${matchers} ${others.length > 0 ? 'were' : 'was'} not awaited.\nExpected an await before every assertion on a model, because the test ends before the measurement otherwise.\n` +
      `Write await expect(model).${first.matcher}(…).`,
  );
  error.stack = `${error.name}: ${error.message}\n${framesOf(first)}`; // the position of the assertion
  throw error;
}
