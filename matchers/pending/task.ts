import type { MatcherState, RunnerTestCase } from 'vitest';
import { DnnError } from '../../src/errors.ts';
import type { Gate, TaskMeta } from '../../src/report/schemas/gate.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { show } from '../../src/show.ts';
import { commandFor } from '../message/command.ts';
import { useModel } from './time-limit.ts';

/** A running test. Vitest sends its `meta.dnn` to the reporter. */
export type RunningTest = RunnerTestCase & { readonly meta: { dnn?: TaskMeta } };

/**
 * Finds the test that an assertion belongs to.
 *
 * @returns the running test
 * @throws DnnError - if the matcher is used inside another matcher, outside a test, or with the global `expect` in a concurrent
 *   test, because that `expect` belongs to the test that started last
 */
export function taskOf(matcher: string, state: MatcherState): RunningTest {
  if (!('task' in state)) {
    throw usageError(
      `expect.${matcher}(…) was used inside another matcher.\nExpected a separate assertion, because the measurement is asynchronous.\n` +
        `Write await expect(model).${matcher}(…).`,
    );
  }
  const { task } = state as MatcherState & { task?: RunningTest };
  if (!task) {
    throw usageError(
      `${matcher} was called outside a test, or with the global expect in a concurrent test.\n` +
        'Expected the `expect` of the test’s own context.\nWrite test(name, async ({ model, expect }) => …).',
    );
  }
  if (task.concurrent && isGlobal(task, state)) {
    throw usageError(
      `${matcher} was called with the global expect in a concurrent test; the result would count for "${task.name}", which may be another test.\n` +
        'Expected the `expect` of the test’s own context.\nWrite test(name, async ({ model, expect }) => …).',
    );
  }
  useModel(task);
  return task;
}

/** Adds the result of an assertion to `task.meta.dnn` as plain JSON. Each model and each engine is listed once. */
export function leaveForReport(
  task: RunningTest,
  gates: readonly Gate[],
  record: ModelRecord | undefined,
  engine: string | undefined,
): void {
  const dnn = metaOf(task);
  dnn.gates.push(...gates);
  if (record && !dnn.models.some(({ id }) => id === record.id)) dnn.models.push(record);
  if (engine !== undefined && !dnn.engines.includes(engine)) dnn.engines.push(engine);
}

/** Adds an assertion that threw an error instead of measuring. */
export function leaveError(
  task: RunningTest,
  { matcher, negated, error }: { matcher: string; negated: boolean; error: unknown },
): void {
  const message = error instanceof Error ? error.message : show(error);
  const dnn = metaOf(task);
  dnn.errors = [...(dnn.errors ?? []), { matcher, message, negated, reproduce: commandFor(task) }];
}

function metaOf(task: RunningTest): TaskMeta {
  const { dnn = { gates: [], models: [], engines: [] } } = task.meta;
  task.meta.dnn = dnn;
  return dnn;
}

const counted = new WeakMap<RunningTest, number>();
const seen = new WeakSet<object>();

/** Whether an assertion used another `expect`. The `expect` of the test counts its calls, and another one does not. */
function isGlobal(task: RunningTest, { assertion }: MatcherState): boolean {
  if (seen.has(assertion)) return false;
  const { assertionCalls } = task.context.expect.getState();
  if (assertionCalls <= (counted.get(task) ?? 0)) return true;
  counted.set(task, assertionCalls);
  seen.add(assertion);
  return false;
}

const uses = new WeakMap<RunningTest, Map<string, number>>();

/** Counts the uses of a name in an attempt of a test. @returns how many came before */
export function earlierUses(task: RunningTest, name: string): number {
  const ofTask = uses.get(task) ?? new Map<string, number>();
  uses.set(task, ofTask);
  const earlier = ofTask.get(name) ?? 0;
  ofTask.set(name, earlier + 1);
  return earlier;
}

/** Resets the counts of an earlier attempt of the same test. */
export function startTask(task: RunningTest): void {
  counted.delete(task);
  uses.delete(task);
}

const usageError = (message: string): DnnError => new DnnError('DNN_USAGE', message);
