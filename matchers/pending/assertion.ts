import type { MatcherState } from 'vitest';
import { pointToCaller } from '../../src/point-to-caller.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { leaveError, taskOf, type RunningTest } from './task.ts';
import { framesOf, TrackedPromise } from './tracked-promise.ts';

/** An assertion that has started, in its test. */
export interface StartedAssertion {
  readonly task: RunningTest;
  readonly negated: boolean;
  /** What Vitest does with snapshots: `-u` updates all, a run in CI writes none. */
  readonly update: 'all' | 'new' | 'none';
  /** Receives its gates. */
  readonly gates: Gate[];
  /** Its stack trace. */
  readonly stack: string;
}

/** The result of a matcher, as Vitest expects it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Starts an assertion: finds its test, follows whether it is awaited, and leaves an error for the report if it measures nothing.
 *
 * @param caller - the matcher; its caller is the line of the user
 * @throws DnnError - if the matcher is used as an asymmetric matcher or outside a test
 */
export function startAssertion(
  matcher: string,
  state: MatcherState,
  caller: (...parameters: never[]) => unknown,
  measure: (started: StartedAssertion) => Promise<MatcherResult>,
): Promise<MatcherResult> {
  const task = taskOf(matcher, state);
  const trace = { stack: '' };
  Error.captureStackTrace(trace, caller);
  const { stack } = trace;
  const gates: Gate[] = [];
  const negated = Boolean(state.isNot);
  const work = measure({ task, negated, update: updateOf(state), gates, stack }).catch((error: unknown) => {
    leaveError(task, { matcher, negated, error });
    if (error instanceof Error) pointToCaller(error, framesOf({ stack }));
    throw error;
  });
  return TrackedPromise.track(task, { matcher, stack, layers: state.soft ? 2 : 1, gates }, work);
}

/** Vitest's answer to `-u` and CI, which its interactive mode may change between two runs. */
function updateOf({ snapshotState }: MatcherState & { snapshotState?: unknown }): StartedAssertion['update'] {
  const state: unknown = Reflect.get(Object(snapshotState) as object, 'snapshotUpdateState');
  return state === 'all' || state === 'none' ? state : 'new';
}
