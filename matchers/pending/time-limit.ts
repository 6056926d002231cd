import type { RunnerTestCase, TestContext } from 'vitest';
import { isFixtureAtWork } from '../../src/fixtures-at-work.ts';
import { isObject } from '../../src/value-kinds.ts';

/** Time limits of tests without a limit of their own, in milliseconds. */
export interface TimeLimits {
  /** The limit that the user configured, for tests without a model. */
  readonly configured: number;
  /** The limit that Vitest applies, for tests that use a fixture or an assertion of this package. */
  readonly ofModels: number;
}

/** Timers as they are before a test replaces them by fake ones. */
const { setTimeout, clearTimeout } = globalThis;
const now = performance.now.bind(performance);

/** Where a test is defined: the stack trace of that line. */
interface Definition {
  readonly stack: string;
}

/** The tests without a limit of their own. */
const definitions = new WeakMap<object, Definition>();
const withModel = new WeakSet<object>();
let limits: TimeLimits | undefined;

/** Stores the time limits of the file that runs. */
export function rememberLimits(ofFile: TimeLimits | undefined): void {
  limits = ofFile;
}

/** Lets a test run until the limit of tests that use a model. Every assertion of this package calls it. */
export function useModel(test: object): void {
  withModel.add(test);
}

/**
 * Notes a test that has no limit of its own.
 *
 * @param caller - the function that Vitest calls when it collects the test
 */
export function noteDefinition({ task }: TestContext, caller: (context: TestContext) => unknown): void {
  if (!limits || task.timeout !== limits.ofModels) return;
  const { stackTraceLimit } = Error;
  const definition = { stack: '' };
  Error.stackTraceLimit = 20; // the test, below the frames of Vitest
  Error.captureStackTrace(definition, caller);
  Error.stackTraceLimit = stackTraceLimit;
  definitions.set(task, definition);
  (task as { timeout: number }).timeout = limits.configured;
}

/**
 * Runs a test. Unless it uses a model, it fails at the limit that the user configured, as Vitest would fail it: with the same
 * message at the same place, and with its signal aborted.
 *
 * @param run - the test, with Vitest's own limit
 */
export function runWithinLimit(test: RunnerTestCase, run: () => unknown): unknown {
  const definition = definitions.get(test);
  return definition && limits ? within(limits.configured, definition, test, run) : run();
}

function within(limit: number, definition: Definition, test: RunnerTestCase, run: () => unknown): Promise<unknown> {
  const { context } = test as { context: { signal: AbortSignal } };
  const controller = new AbortController();
  context.signal = AbortSignal.any([context.signal, controller.signal]);
  let waits = false;
  return new Promise((resolve, reject) => {
    const start = now();
    const fail = (): void => {
      const error = timeoutError(limit, definition);
      controller.abort(error);
      reject(error);
    };
    const check = (): void => {
      if (usesModel(test)) return;
      if (!isFixtureAtWork()) return fail();
      waits = true;
      timer = setTimeout(check, limit).unref();
    };
    let timer = setTimeout(check, limit).unref();
    // A test that never waits leaves the timer no chance to run.
    const isLate = (): boolean => now() - start >= limit && !waits && !usesModel(test);
    Promise.resolve(run())
      .then((value) => (isLate() ? fail() : resolve(value)), reject)
      .finally(() => clearTimeout(timer));
  });
}

/** Whether a test called an assertion of this package, or received the model of a fixture. */
function usesModel(test: RunnerTestCase): boolean {
  return withModel.has(test) || Object.values(test.context).some(isModel);
}

const isModel = (value: unknown): boolean =>
  isObject(value) && isObject(value.classifier) && isObject(value.split) && isObject(value.record);

function timeoutError(limit: number, { stack }: Definition): Error {
  const error = new Error(
    `Test timed out in ${limit}ms.\nIf this is a long-running test, pass a timeout value as the last argument or configure it globally with "testTimeout".`,
  );
  error.stack = `${error.name}: ${error.message}\n${stack.split('\n').slice(1).join('\n')}`;
  return error;
}
