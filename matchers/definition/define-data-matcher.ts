import type { MatcherState } from 'vitest';
import { progressLines } from '../../src/progress-lines.ts';
import type { Progress } from '../../src/progress.ts';
import { messageOf } from '../message/message.ts';
import { startAssertion } from '../pending/assertion.ts';
import { leaveForReport } from '../pending/task.ts';
import { announce } from './announce.ts';
import { testedData, type DataDemands, type TestedData } from './data-subject.ts';
import type { QualityMatcher } from './define-matcher.ts';
import { findingsOf } from './findings.ts';
import { gatesOf } from './gate.ts';
import type { Verdict } from './verdict.ts';

/** The definition of a matcher on data. */
export interface DataMatcherDefinition<Arguments extends unknown[]> extends DataDemands {
  /** Validates the arguments and measures. The assertion holds if every verdict holds. */
  readonly measure: (
    data: TestedData & { readonly progress: Progress },
    ...parameters: Arguments
  ) => Promise<Verdict | readonly Verdict[]>;
}

/**
 * Turns a definition into a matcher on a data set or a split. The wrapper checks the argument of `expect`, compares values with thresholds,
 * shows what a failed gate found, and does the rest that it shares with matchers on models. No engine is loaded.
 *
 * @returns the matcher for `expect.extend`
 * @throws DnnError - when the matcher is used as an asymmetric matcher or outside a test
 */
export function defineDataMatcher<Arguments extends unknown[]>(
  definition: DataMatcherDefinition<Arguments>,
): QualityMatcher<Arguments> {
  const { name, measure } = definition;
  const perform: QualityMatcher<Arguments>['perform'] = async (started, received, parameters) => {
    const { task, negated, gates, stack } = started;
    const data = testedData(definition, task, received);
    const { progress, end } = progressLines({ title: `${name}, ${data.name}` });
    const { signal } = task.context;
    const untilAborted: Progress = (event) => {
      signal.throwIfAborted();
      progress(event);
    };
    const measured = await measure({ ...data, progress: untilAborted }, ...parameters).finally(end);
    const verdicts = [measured].flat() as readonly Verdict[];
    const shownBy = ({ found }: Verdict, file: (folder: string) => string) =>
      found && { findings: findingsOf(data, found, file('findings')) };
    gates.push(...(await gatesOf({ task, negated, matcher: name, shownBy }, verdicts)));
    leaveForReport(task, gates, undefined, undefined);
    await announce(task, gates, { stack, record: undefined });
    const failed = gates.filter(({ passed }) => !passed);
    const message = (): string => failed.map((gate) => messageOf(gate, data.name, undefined)).join('\n\n');
    return { pass: (failed.length === 0) !== negated, message };
  };
  const matcher = function (this: MatcherState, received: unknown, ...parameters: Arguments) {
    return startAssertion(name, this, matcher, (started) => perform(started, received, parameters));
  };
  return Object.assign(matcher, { perform });
}

/** Loads the measurements of data, which need no engine, when the first assertion needs them. */
export const loadDataEvaluation = (): Promise<typeof import('../../src/evaluation/data/index.ts')> =>
  import('../../src/evaluation/data/index.ts');
