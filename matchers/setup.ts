import nodeModule from 'node:module';
import { expect, inject, type Matcher as RawMatcherFn, type MatcherState } from 'vitest';
import { configure } from '../src/current-settings.ts';
import { onFirstUse } from '../src/first-use.ts';
import { rememberInvocation } from './message/command.ts';
import { startAssertion } from './pending/assertion.ts';
import { followRunner } from './pending/follow-runner.ts';
import { rememberLimits } from './pending/time-limit.ts';
import type { matchers } from './index.ts';
import type { Provided } from './provided.ts';

/** The part of Node's modules that versions before 22 lack. */
const compileCache = nodeModule as typeof nodeModule & { enableCompileCache?(folder: string): unknown };

/** The names of the matchers. Their code loads at the first assertion, so that it costs tests without a model nothing. */
const names: Record<keyof typeof matchers, true> = {
  toReachAccuracy: true,
  toBeCalibrated: true,
  toBeRobustAgainst: true,
  toBeRobustUpTo: true,
  toHaveAttackSuccessRateBelow: true,
  toHaveCleverScoreAbove: true,
  toRetainAccuracyAfter: true,
  toRetainRobustnessAfter: true,
  toFitIn: true,
  toAnswerWithin: true,
  toKeepQuality: true,
  toBeBalanced: true,
  toHaveConsistentLabels: true,
  toHaveInputsInRange: true,
};

function load(name: keyof typeof matchers): RawMatcherFn {
  return function matcher(this: MatcherState, received: unknown, ...parameters: unknown[]) {
    return startAssertion(name, this, matcher, async (started) => {
      const { matchers: loaded } = await import('./index.ts');
      return loaded[name].perform(started, received, parameters as never);
    });
  };
}

expect.extend(Object.fromEntries(Object.keys(names).map((name) => [name, load(name as keyof typeof matchers)])));
let snapshots: Promise<void> | undefined;
onFirstUse(() => {
  snapshots = import('./message/identity.ts').then(({ identitySerializer }) =>
    expect.addSnapshotSerializer(identitySerializer),
  );
});

followRunner(prepare, () => snapshots);

function prepare(): void {
  // A project may list this file in setupFiles without the plugin. Then nothing is provided.
  const provided: Provided | undefined = inject('dnn');
  rememberLimits(provided?.limits);
  if (!provided) return;
  if (provided.compiled) compileCache.enableCompileCache?.(provided.compiled);
  configure(provided.settings);
  rememberInvocation(provided.invocation);
}
