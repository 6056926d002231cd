import type { Gate } from '../../src/report/schemas/gate.ts';
import { commandFor } from '../message/command.ts';
import type { RunningTest } from '../pending/task.ts';
import { adviceOn } from './advice.ts';
import { decide } from './decision.ts';
import { doubtsAbout } from './doubts.ts';
import { sheetFile } from './examples.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import type { Verdict } from './verdict.ts';

/** Where gates come from. */
export interface Gated {
  readonly task: RunningTest;
  readonly negated: boolean;
  readonly matcher: string;
  /** The record of the model; omitted by data. */
  readonly record?: ModelRecord;
  /** Name of a subject that has none of its own. */
  readonly unnamed?: string;
  /**
   * Shows some of the inputs that made a verdict fail.
   *
   * @param file - returns the path of a contact sheet in a folder of the report
   */
  readonly shownBy: (verdict: Verdict, file: (folder: string) => string) => Shown | Promise<Shown>;
}

type Shown = Pick<Gate, 'examples' | 'findings'> | undefined;

/**
 * Compares each verdict with its threshold.
 *
 * @returns one gate per verdict, with examples or findings if it failed
 * @throws NumericalError - if a value is not finite
 */
export function gatesOf(
  { task, negated, matcher, record, unnamed, shownBy }: Gated,
  verdicts: readonly Verdict[],
): Promise<Gate[]> {
  const earlier = task.meta.dnn?.gates.length ?? 0;
  return Promise.all(
    verdicts.map(async (whole, index): Promise<Gate> => {
      const { adversarial: _, found: __, attacked, remedies, decision, trials, trialsToDecide, ...verdict } = whole;
      try {
        const isCut = verdict.measurement.unfinished !== undefined;
        const decided = decide(matcher, { ...verdict, decision, trials, trialsToDecide }, negated);
        const { passed } = decided;
        const file = (folder: string): string => sheetFile(task, matcher, { gate: earlier + index, folder });
        const shown = !passed && !isCut ? await shownBy(whole, file) : undefined;
        const reproduce = commandFor(task);
        const measurement = { ...verdict.measurement, ...(unnamed !== undefined && { subject: unnamed }) };
        const reasons = [...(verdict.warnings ?? []), ...(isCut ? [] : doubtsAbout(verdict, record))];
        const warnings = reasons.length > 0 ? reasons : undefined;
        const gate = {
          matcher,
          ...verdict,
          measurement,
          warnings,
          negated,
          ...decided,
          ...(!passed && {
            advice: verdict.baseline ? [...(remedies ?? [])] : adviceOn({ ...verdict, ...decided, remedies, negated }),
          }),
          model: record?.id ?? null,
          reproduce,
          ...shown,
        };
        return plainCopy(gate);
      } finally {
        attacked?.dispose();
      }
    }),
  );
}

/** @returns a deep copy as plain JSON, to be sent to the reporter's process */
export const plainCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
