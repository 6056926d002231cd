import type { MatcherState } from 'vitest';
import { NumericalError } from '../../src/errors.ts';
import type { AdversarialInputs } from '../../src/evaluation/index.ts';
import type { Classifier, Predictor } from '../../src/models/contract.ts';
import type { Gate, TaskMeta } from '../../src/report/schemas/gate.ts';
import type { Measurement } from '../../src/report/schemas/measurement.ts';
import { roundingError } from '../../src/statistics/rounding.ts';
import { commandFor } from '../message/command.ts';
import { loadEngine } from './evaluation.ts';
import { examplesOf, sheetFile } from './examples.ts';
import { messageOf } from '../message/message.ts';
import { TrackedPromise } from '../pending/pending.ts';
import { testedModel, type AttackedModel, type TestedModel } from './subject.ts';
import { taskOf, type RunningTest } from '../pending/task.ts';

/** What was measured and what was demanded of it. */
export interface Verdict {
  /** In words, e.g. `robust accuracy under pgd(0.3)`. */
  readonly quantity: string;
  readonly value: number;
  readonly relation: Gate['relation'];
  readonly threshold: number;
  /** What value and threshold count. @defaultValue 'share' */
  readonly unit?: Gate['unit'];
  readonly measurement: Measurement;
  /** What an attack left, of which a failing gate keeps some examples. */
  readonly adversarial?: AdversarialInputs;
  /** The classifier that was attacked, where that is not the model; disposed of once the examples are made. */
  readonly attacked?: Classifier;
}

export interface MatcherDefinition<Arguments extends unknown[], Model extends Classifier | Predictor = Classifier> {
  readonly name: string;
  /** What may stand for the model: a classifier, or whatever predicts. @defaultValue 'classifier' */
  readonly accepts?: 'classifier' | 'predictor';
  /** Validates the arguments, then measures; the assertion holds where every verdict does. */
  readonly measure: (model: TestedModel<Model>, ...given: Arguments) => Promise<Verdict | readonly Verdict[]>;
}

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** A matcher as `expect.extend` takes it. */
export type QualityMatcher<Arguments extends unknown[]> = (
  this: MatcherState,
  received: unknown,
  ...given: Arguments
) => Promise<MatcherResult>;

/**
 * Makes a matcher of its definition. The wrapper owns what all matchers share: refusing use outside a test, checking what
 * stands in `expect`, the comparison with the threshold, the message, the record in `task.meta.dnn`, and noticing that
 * nobody awaits the assertion.
 *
 * @throws DnnError - where the matcher is used asymmetrically or outside a test
 */
export function defineMatcher<Arguments extends unknown[], Model extends Classifier | Predictor = Classifier>({
  name,
  accepts = 'classifier',
  measure,
}: MatcherDefinition<Arguments, Model>): QualityMatcher<Arguments> {
  return function (this: MatcherState, received: unknown, ...given: Arguments): Promise<MatcherResult> {
    const task = taskOf(name, this);
    const { stack = '' } = new Error(name);
    const gates: Gate[] = [];
    const work = async (): Promise<MatcherResult> => {
      const model = testedModel<Model>(name, received, accepts);
      const verdicts = [await measure(model, ...given)].flat() as readonly Verdict[];
      const negated = Boolean(this.isNot);
      gates.push(...(await gatesOf(task, negated, name, model, verdicts)));
      await record(task, gates, model);
      return resultOf(gates, negated, model);
    };
    return TrackedPromise.track(task, { matcher: name, stack, layers: this.soft ? 2 : 1, gates }, work());
  };
}

/** What the report says of each verdict: JSON, shared with nobody, as it crosses to the reporter's process. */
function gatesOf(
  task: RunningTest,
  negated: boolean,
  matcher: string,
  model: AttackedModel,
  verdicts: readonly Verdict[],
): Promise<Gate[]> {
  const earlier = task.meta.dnn?.gates.length ?? 0;
  return Promise.all(
    verdicts.map(async ({ adversarial, attacked, ...verdict }, index): Promise<Gate> => {
      try {
        const passed = holds(matcher, verdict) !== negated;
        const record = model.record?.id ?? null;
        const file = sheetFile(task, matcher, earlier + index);
        const broken = { ...model, ...(attacked && { classifier: attacked }) };
        const examples = adversarial && !passed ? await examplesOf(broken, adversarial, file) : undefined;
        const reproduce = commandFor(task);
        return structuredCopy({ matcher, ...verdict, negated, passed, model: record, reproduce, examples });
      } finally {
        attacked?.dispose();
      }
    }),
  );
}

async function record(task: RunningTest, gates: readonly Gate[], model: AttackedModel): Promise<void> {
  const { currentEngine, describeComputation } = await loadEngine();
  const meta: TaskMeta = (task.meta.dnn ??= { gates: [], models: [], engines: [] });
  meta.gates.push(...gates);
  addOnce(meta.models, model.record && structuredCopy(model.record), ({ id }) => id);
  addOnce(meta.engines, describeComputation(currentEngine()), String);
}

function resultOf(gates: readonly Gate[], negated: boolean, model: AttackedModel): MatcherResult {
  const subject = `${model.classifier.name ?? 'predictor'}${model.dataset ? ` on ${model.dataset.name}` : ''}`;
  const failed = gates.filter(({ passed }) => !passed);
  const message = (): string => failed.map((gate) => messageOf(gate, subject, model.record)).join('\n\n');
  return { pass: (failed.length === 0) !== negated, message };
}

function holds(matcher: string, { relation, value, threshold, quantity }: Verdict): boolean {
  if (!Number.isFinite(value)) {
    throw new NumericalError(
      `${matcher}: the ${quantity} is ${value}.\nExpected a finite number.\nCheck the weights of the model.`,
    );
  }
  switch (relation) {
    case 'at least':
      return value >= threshold - roundingError;
    case 'at most':
      return value <= threshold + roundingError;
    case 'above':
      return value > threshold + roundingError;
    case 'below':
      return value < threshold - roundingError;
  }
}

const structuredCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function addOnce<T>(list: T[], item: T | undefined, key: (item: T) => string): void {
  if (item !== undefined && !list.some((other) => key(other) === key(item))) list.push(item);
}
