import { NumericalError } from '../../src/errors.ts';
import type { AdversarialInputs } from '../../src/evaluation/index.ts';
import type { Classifier } from '../../src/models/contract.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import type { Measurement } from '../../src/report/schemas/measurement.ts';
import { roundingError } from '../../src/statistics/rounding.ts';
import { commandFor } from '../message/command.ts';
import type { RunningTest } from '../pending/task.ts';
import { adviceOn } from './advice.ts';
import { doubtsAbout } from './doubts.ts';
import { examplesOf, sheetFile } from './examples.ts';
import { subjectOf, type AttackedModel } from './subject.ts';

/** A measurement with its threshold. */
export interface Verdict {
  /** The measured quantity in words, e.g. `robust accuracy under pgd(0.3)`. */
  readonly quantity: string;
  readonly value: number;
  readonly relation: Gate['relation'];
  readonly threshold: number;
  /** Unit of value and threshold. @defaultValue 'share' */
  readonly unit?: Gate['unit'];
  readonly measurement: Measurement;
  /** The comparison with a baseline, which decides instead of the threshold. */
  readonly baseline?: Gate['baseline'];
  /** Reasons why the verdict says little about the model. */
  readonly warnings?: string[];
  /** What to change on the model or the compression if the gate fails, in words. */
  readonly remedies?: readonly string[];
  /** The attacked inputs. If the gate fails, some of them are kept as examples. */
  readonly adversarial?: AdversarialInputs;
  /** The attacked classifier, if it is not the tested model. It is disposed of after the examples are collected. */
  readonly attacked?: Classifier;
}

/**
 * Compares each verdict with its threshold.
 *
 * @returns one gate per verdict, with examples if it failed under an attack
 * @throws NumericalError - if a value is not finite
 */
export function gatesOf(
  task: RunningTest,
  negated: boolean,
  matcher: string,
  model: AttackedModel,
  verdicts: readonly Verdict[],
): Promise<Gate[]> {
  const earlier = task.meta.dnn?.gates.length ?? 0;
  return Promise.all(
    verdicts.map(async ({ adversarial, attacked, remedies, ...verdict }, index): Promise<Gate> => {
      try {
        const undecided = verdict.measurement.unfinished !== undefined;
        const holdsNow = holds(matcher, verdict); // rejects a value that is no number
        const passed = (verdict.baseline ? isKept(verdict.baseline) : holdsNow) !== negated && !undecided;
        const record = model.record?.id ?? null;
        const file = sheetFile(task, matcher, earlier + index);
        const broken = { ...model, ...(attacked && { classifier: attacked }) };
        const examples = adversarial && !passed && !undecided ? await examplesOf(broken, adversarial, file) : undefined;
        const reproduce = commandFor(task);
        const unnamed = model.classifier.name === undefined && { subject: subjectOf(task, model) };
        const measurement = { ...verdict.measurement, ...unnamed };
        const reasons = [...(verdict.warnings ?? []), ...(undecided ? [] : doubtsAbout(verdict, model.record))];
        const warnings = reasons.length > 0 ? reasons : undefined;
        const gate = {
          matcher,
          ...verdict,
          measurement,
          warnings,
          negated,
          passed,
          ...(undecided && { undecided }),
          ...(!passed && {
            advice: verdict.baseline ? [...(remedies ?? [])] : adviceOn({ ...verdict, remedies, negated }),
          }),
          model: record,
          reproduce,
          examples,
        };
        return plainCopy(gate);
      } finally {
        attacked?.dispose();
      }
    }),
  );
}

/** Whether a comparison with a baseline passes: what CI finds no entry for, or cannot compare, fails. */
const isKept = ({ status }: NonNullable<Gate['baseline']>): boolean =>
  !['dropped', 'missing', 'changed'].includes(status);

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

/** @returns a deep copy as plain JSON, to be sent to the reporter's process */
export const plainCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
