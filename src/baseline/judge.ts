import type { Json, JsonObject } from '../json.ts';
import { differingNames } from '../report/groups.ts';
import { mcnemar } from '../statistics/index.ts';
import { roundingError } from '../statistics/rounding.ts';
import type { MeasuredCheck } from './contract.ts';

/** The comparison of a check with its baseline. */
export interface Judgement {
  /**
   * `kept`: the drop is no larger than the one that matters. `noise`: it is larger, and within chance. `dropped`: it is larger, and beyond
   * chance. `improved`: the gain is so. `changed`: the two do not compare.
   */
  readonly status: 'kept' | 'noise' | 'dropped' | 'improved' | 'changed';
  /** Shares of the inputs that both hold. */
  readonly before: number;
  readonly now: number;
  /** Number of inputs that both hold. */
  readonly inputs: number;
  /** Positions in the measured check of inputs that were correct before. */
  readonly worse: readonly number[];
  /** Number of inputs that are correct now, and were not before. */
  readonly better: number;
  /** Numbers of inputs that only one of both holds. */
  readonly added: number;
  readonly removed: number;
  /** McNemar's exact p value; 1 if nothing is compared. */
  readonly pValue: number;
  /** Options of the setting that differ, in words; empty if none do. */
  readonly differences: readonly string[];
  /** Whether the baseline holds the same as the measurement. */
  readonly isSame: boolean;
}

/** The p value below which a difference is beyond chance. */
export const significance = 0.05;

/**
 * Compares a measured check with the committed one, on the inputs that both hold.
 *
 *   drop = (worse − better) / n;  dropped if drop > within and p < 0.05, with p of McNemar's exact test
 *
 * @param within - the largest drop that does not matter, as a share
 */
export function judge(committed: MeasuredCheck, measured: MeasuredCheck, within: number): Judgement {
  const pairs = pairInputs(committed.ids, measured.ids);
  const inputs = pairs.length;
  const worse = pairs.flatMap(([old, now]) => (committed.correct[old] && !measured.correct[now] ? [now] : []));
  const better = pairs.filter(([old, now]) => !committed.correct[old] && measured.correct[now]).length;
  const differences = differencesOf(committed.setting, measured.setting);
  const pValue = mcnemar(worse.length, better);
  const share = (count: number): number => (inputs === 0 ? 0 : count / inputs);
  const change = share(better - worse.length);
  const [added, removed] = [measured.ids.length - inputs, committed.ids.length - inputs];
  return {
    status: inputs === 0 || differences.length > 0 ? 'changed' : statusOf(change, within, pValue),
    before: share(pairs.filter(([old]) => committed.correct[old]).length),
    now: share(pairs.filter(([, now]) => measured.correct[now]).length),
    inputs,
    worse,
    better,
    added,
    removed,
    pValue,
    differences,
    isSame:
      differences.length + added + removed + worse.length + better === 0 &&
      committed.seed === measured.seed &&
      pairs.every(([old, now]) => old === now),
  };
}

function statusOf(change: number, within: number, pValue: number): Judgement['status'] {
  if (Math.abs(change) <= within + roundingError) return 'kept';
  const isClear = pValue < significance;
  if (change < 0) return isClear ? 'dropped' : 'noise';
  return isClear ? 'improved' : 'kept';
}

/** Pairs positions of equal inputs. Of several equal ones, the first belongs to the first. */
function pairInputs(before: readonly string[], now: readonly string[]): [before: number, now: number][] {
  const positions = new Map<string, number[]>();
  for (const [position, id] of before.entries()) {
    const equal = positions.get(id);
    if (equal) equal.push(position);
    else positions.set(id, [position]);
  }
  for (const equal of positions.values()) equal.reverse();
  return now.flatMap((id, position): [number, number][] => {
    const match = positions.get(id)?.pop();
    return match === undefined ? [] : [[match, position]];
  });
}

function differencesOf(before: JsonObject, now: JsonObject): string[] {
  const text = (value: Json | undefined): string =>
    value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  return differingNames([before, now]).map((name) => `${name} ${text(before[name])} before, ${text(now[name])} now`);
}
