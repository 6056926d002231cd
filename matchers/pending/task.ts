import type { MatcherState, RunnerTestCase } from 'vitest';
import { DnnError } from '../../src/errors.ts';
import type { Gate, TaskMeta } from '../../src/report/schemas/gate.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';

/** A test that runs; what it leaves in `meta.dnn` reaches the reporter. */
export type RunningTest = RunnerTestCase & { readonly meta: { dnn?: TaskMeta } };

/**
 * The test that an assertion belongs to.
 *
 * @throws DnnError - where the matcher stands inside another matcher, outside a test, or in a concurrent test behind the
 *   global `expect`, which then belongs to whichever test started last
 */
export function taskOf(matcher: string, state: MatcherState): RunningTest {
  if (!('task' in state)) {
    throw usageError(
      `expect.${matcher}(…) was used inside another matcher.\nExpected an assertion of its own, because a measurement takes time.\n` +
        `Write await expect(model).${matcher}(…).`,
    );
  }
  const { task } = state as MatcherState & { task?: RunningTest };
  if (!task) {
    throw usageError(
      `${matcher} was called outside a test, or with the global expect in a concurrent test.\n` +
        'Expected the expect of the test that runs.\nWrite test(name, async ({ model, expect }) => …).',
    );
  }
  if (task.concurrent && isGlobal(task, state)) {
    throw usageError(
      `${matcher} was called with the global expect in a concurrent test; the result would count for "${task.name}", which may be another test.\n` +
        'Expected the expect of the test itself.\nWrite test(name, async ({ model, expect }) => …).',
    );
  }
  return task;
}

/** Leaves in `task.meta.dnn` what an assertion measured: plain JSON, each model and each engine once. */
export function leaveForReport(
  task: RunningTest,
  gates: readonly Gate[],
  record: ModelRecord | undefined,
  engine: string,
): void {
  const { dnn = { gates: [], models: [], engines: [] } } = task.meta;
  task.meta.dnn = dnn;
  dnn.gates.push(...gates);
  if (record && !dnn.models.some(({ id }) => id === record.id)) dnn.models.push(record);
  if (!dnn.engines.includes(engine)) dnn.engines.push(engine);
}

const counted = new WeakMap<RunningTest, number>();
const seen = new WeakSet<object>();

/** `expect` of a test counts its calls: an assertion that did not raise the count came from another `expect`. */
function isGlobal(task: RunningTest, { assertion }: MatcherState): boolean {
  if (seen.has(assertion)) return false;
  const { assertionCalls } = task.context.expect.getState();
  if (assertionCalls <= (counted.get(task) ?? 0)) return true;
  counted.set(task, assertionCalls);
  seen.add(assertion);
  return false;
}

/** Forgets what an earlier attempt of the same test counted. */
export function startTask(task: RunningTest): void {
  counted.delete(task);
}

const usageError = (message: string): DnnError => new DnnError('DNN_USAGE', message);
