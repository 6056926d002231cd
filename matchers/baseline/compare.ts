import type { ChecksOfTest } from '../../src/baseline/contract.ts';
import { changeBaseline } from '../../src/baseline/file.ts';
import { judge, type Judgement } from '../../src/baseline/judge.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { mostWorse, type GateBaseline } from '../../src/report/schemas/gate-baseline.ts';
import type { AttackedModel } from '../definition/subject.ts';
import type { StartedAssertion } from '../pending/assertion.ts';
import type { Check } from './measure-checks.ts';
import type { BaselinePlace } from './place.ts';

/** A check with its name in the baseline. */
export interface NamedCheck extends Check {
  readonly name: string;
}

/** What a run may write. */
export interface Writing {
  readonly update: StartedAssertion['update'];
  /** Whether it runs in CI, which writes nothing, whatever else is asked for. */
  readonly isCi: boolean;
}

/**
 * Compares checks with the baseline of their test, and writes those that are missing or to be updated.
 *
 * @param within - the largest drop that does not matter, as a share
 * @returns the comparison per check
 * @throws DnnError - if the file cannot be read or written
 */
export async function compareWithBaseline(
  { path, file, test, committed }: BaselinePlace,
  checks: readonly NamedCheck[],
  { update, isCi: inCi, model, within }: Writing & { readonly model: AttackedModel; readonly within: number },
): Promise<GateBaseline[]> {
  const canWrite = !inCi && update !== 'none';
  const isUpdate = canWrite && update === 'all';
  const written: NamedCheck[] = [];
  const compared = checks.map((check): GateBaseline => {
    const entry = committed.get(test)?.get(check.name);
    const shared = { file, test, check: check.name, least: within };
    const judged = entry && judge(entry, check, within);
    if (!judged || (isUpdate && !judged.isSame)) {
      if (canWrite) written.push(check);
    }
    if (!judged) return { ...shared, ...nothing, status: canWrite ? 'written' : 'missing' };
    return {
      ...shared,
      ...countsOf(judged),
      status: isUpdate && !judged.isSame ? 'updated' : judged.status,
      ...(judged.differences.length > 0 && { differences: [...judged.differences] }),
      ...(judged.worse.length > 0 && { examples: worseOf(model, check, judged.worse) }),
    };
  });
  if (written.length > 0) {
    await changeBaseline(path, (baseline) => [[test, withChecks(baseline.get(test), written)]]);
  }
  return compared;
}

const nothing = { value: null, inputs: 0, worse: 0, better: 0, added: 0, removed: 0, pValue: 1 };

const countsOf = ({ before, inputs, worse, better, added, removed, pValue }: Judgement) => ({
  value: inputs === 0 ? null : before,
  inputs,
  worse: worse.length,
  better,
  added,
  removed,
  pValue,
});

function withChecks(checks: ChecksOfTest | undefined, written: readonly NamedCheck[]): ChecksOfTest {
  return new Map([
    ...(checks ?? []),
    ...written.map(({ name, correct, ids, seed, setting }) => [name, { correct, ids, seed, setting }] as const),
  ]);
}

/** Some of the inputs that got worse, evenly spread. */
function worseOf(
  { split, dataset }: AttackedModel,
  { positions, predicted }: Check,
  worse: readonly number[],
): NonNullable<NonNullable<Gate['baseline']>['examples']> {
  const nameOf = (label: number): string => dataset?.classNames[label] ?? String(label);
  const count = Math.min(mostWorse, worse.length);
  return Array.from({ length: count }, (_, i) => {
    const item = worse[Math.floor((i * worse.length) / count)];
    const position = positions[item];
    const id = split.ids?.[position];
    return {
      position,
      ...(id !== undefined && { id }),
      label: nameOf(split.labels[position]),
      predicted: nameOf(predicted[item]),
    };
  });
}
