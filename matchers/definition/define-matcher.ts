import type { MatcherState } from 'vitest';
import type { Classifier, Predictor } from '../../src/models/contract.ts';
import { progressLines } from '../../src/progress-lines.ts';
import type { Progress } from '../../src/progress.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { messageOf } from '../message/message.ts';
import { startAssertion, type MatcherResult, type StartedAssertion } from '../pending/assertion.ts';
import { leaveForReport } from '../pending/task.ts';
import type { Adversarial } from '../../src/evaluation/index.ts';
import type { Examples } from '../../src/report/schemas/examples.ts';
import { announce } from './announce.ts';
import { examplesOf } from './examples.ts';
import { gatesOf, plainCopy } from './gate.ts';
import { textExamplesOf } from './text-examples.ts';
import type { Verdict } from './verdict.ts';
import { subjectOf, testedModel, type AttackedModel, type TestedModel } from './subject.ts';

/** The definition of a matcher. */
export interface MatcherDefinition<Arguments extends unknown[], Model extends Classifier | Predictor = Classifier> {
  readonly name: string;
  /** The kind of model that the matcher accepts: a classifier, or any predictor. @defaultValue 'classifier' */
  readonly accepts?: 'classifier' | 'predictor';
  /** Why the matcher needs a classifier, in words. @defaultValue 'reads the layers of the network' */
  readonly because?: string;
  /** Validates the arguments and measures. The assertion holds if every verdict holds. */
  readonly measure: (
    model: Measured<TestedModel<Model>>,
    ...parameters: Arguments
  ) => Promise<Verdict | readonly Verdict[]>;
}

/** A model to measure, the receiver of the progress, and the assertion that measures it. */
export type Measured<Model> = Model & { readonly progress: Progress; readonly started: StartedAssertion };

/** Measures, and compares with the threshold. */
type Perform<Arguments extends unknown[]> = (
  started: StartedAssertion,
  received: unknown,
  parameters: Arguments,
) => Promise<MatcherResult>;

/** A matcher as `expect.extend` accepts it. The setup file loads it at the first assertion, and then calls `perform`. */
export interface QualityMatcher<Arguments extends unknown[]> {
  (this: MatcherState, received: unknown, ...parameters: Arguments): Promise<MatcherResult>;
  readonly perform: Perform<Arguments>;
}

/**
 * Turns a definition into a matcher. The wrapper does the work that all matchers share: it rejects use outside a test, checks
 * the argument of `expect`, compares the value with the threshold, writes the message and the record in `task.meta.dnn`, and
 * detects an assertion without `await`.
 *
 * @returns the matcher for `expect.extend`
 * @throws DnnError - when the matcher is used as an asymmetric matcher or outside a test
 */
export function defineMatcher<Arguments extends unknown[], Model extends Classifier | Predictor = Classifier>({
  name,
  accepts = 'classifier',
  because = 'reads the layers of the network',
  measure,
}: MatcherDefinition<Arguments, Model>): QualityMatcher<Arguments> {
  const perform: Perform<Arguments> = async (started, received, parameters) => {
    const { task, negated, gates, stack } = started;
    const model = testedModel<Model>({ name, accepts, because }, received);
    const { progress, end } = progressLines({ title: `${name}, ${subjectOf(task, model)}` });
    const { signal } = task.context;
    const untilAborted: Progress = (event) => {
      signal.throwIfAborted(); // nobody waits for a test whose time is over
      progress(event);
    };
    const verdicts = [
      await measure({ ...model, progress: untilAborted, started }, ...parameters).finally(end),
    ].flat() as readonly Verdict[];
    const unnamed = model.classifier.name === undefined ? subjectOf(task, model) : undefined;
    const shownBy = async ({ adversarial, attacked }: Verdict, file: (folder: string) => string) =>
      adversarial && {
        examples: await examplesIn({ ...model, ...(attacked && { classifier: attacked }) }, adversarial, file),
      };
    gates.push(...(await gatesOf({ task, negated, matcher: name, record: model.record, unnamed, shownBy }, verdicts)));
    leaveForReport(task, gates, model.record && plainCopy(model.record), await engineInUse());
    await announce(task, gates, { stack, record: model.record });
    return resultOf(gates, negated, subjectOf(task, model), model);
  };
  const matcher = function (this: MatcherState, received: unknown, ...parameters: Arguments): Promise<MatcherResult> {
    return startAssertion(name, this, matcher, (started) => perform(started, received, parameters));
  };
  return Object.assign(matcher, { perform });
}

/** Some of the inputs or texts that an attack broke. */
const examplesIn = (
  model: AttackedModel,
  adversarial: Adversarial,
  file: (folder: string) => string,
): Promise<Examples | undefined> =>
  'changes' in adversarial ? textExamplesOf(model, adversarial) : examplesOf(model, adversarial, file('adversarial'));

function resultOf(gates: readonly Gate[], negated: boolean, name: string, model: AttackedModel): MatcherResult {
  const subject = `${name}${model.dataset ? ` on ${model.dataset.name}` : ''}`;
  const failed = gates.filter(({ passed }) => !passed);
  const message = (): string => failed.map((gate) => messageOf(gate, subject, model.record)).join('\n\n');
  return { pass: (failed.length === 0) !== negated, message };
}

/**
 * Loads the evaluations, and with them the tensor engine, when the first assertion needs them. The setup file thus loads fast.
 *
 * @returns the module of the evaluations
 */
export const loadEvaluation = (): Promise<typeof import('../../src/evaluation/index.ts')> =>
  import('../../src/evaluation/index.ts');

async function engineInUse(): Promise<string> {
  const { currentEngine, describeComputation } = await import('../../src/engine/index.ts');
  return describeComputation(currentEngine());
}
