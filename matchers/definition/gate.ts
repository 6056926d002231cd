import type { Gate } from '../../src/report/schemas/gate.ts';
import { commandFor } from '../message/command.ts';
import type { RunningTest } from '../pending/task.ts';
import { adviceOn } from './advice.ts';
import { decide } from './decision.ts';
import { doubtsAbout } from './doubts.ts';
import type { Adversarial } from '../../src/evaluation/index.ts';
import type { Examples } from '../../src/report/schemas/examples.ts';
import { examplesOf, sheetFile } from './examples.ts';
import { textExamplesOf } from './text-examples.ts';
import { subjectOf, type AttackedModel } from './subject.ts';
import type { Verdict } from './verdict.ts';

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
    verdicts.map(
      async (
        { adversarial, attacked, remedies, decision, trials, trialsToDecide, ...verdict },
        index,
      ): Promise<Gate> => {
        try {
          const isCut = verdict.measurement.unfinished !== undefined;
          const decided = decide(matcher, { ...verdict, decision, trials, trialsToDecide }, negated);
          const { passed } = decided;
          const record = model.record?.id ?? null;
          const file = sheetFile(task, matcher, earlier + index);
          const broken = { ...model, ...(attacked && { classifier: attacked }) };
          const examples = adversarial && !passed && !isCut ? await examplesIn(broken, adversarial, file) : undefined;
          const reproduce = commandFor(task);
          const unnamed = model.classifier.name === undefined && { subject: subjectOf(task, model) };
          const measurement = { ...verdict.measurement, ...unnamed };
          const reasons = [...(verdict.warnings ?? []), ...(isCut ? [] : doubtsAbout(verdict, model.record))];
          const warnings = reasons.length > 0 ? reasons : undefined;
          const gate = {
            matcher,
            ...verdict,
            measurement,
            warnings,
            negated,
            ...decided,
            ...(!passed && {
              advice: verdict.baseline
                ? [...(remedies ?? [])]
                : adviceOn({ ...verdict, ...decided, remedies, negated }),
            }),
            model: record,
            reproduce,
            examples,
          };
          return plainCopy(gate);
        } finally {
          attacked?.dispose();
        }
      },
    ),
  );
}

/** Some of the inputs or texts that an attack broke. */
const examplesIn = (model: AttackedModel, adversarial: Adversarial, file: string): Promise<Examples | undefined> =>
  'changes' in adversarial ? textExamplesOf(model, adversarial) : examplesOf(model, adversarial, file);

/** @returns a deep copy as plain JSON, to be sent to the reporter's process */
export const plainCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
