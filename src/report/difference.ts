import { order } from './groups.ts';
import type { ReportedGate } from './schemas/report.ts';

/** The part of a gate that two reports are compared by. Reports of other versions have it, too. */
export type ComparedGate = Pick<
  ReportedGate,
  'file' | 'test' | 'quantity' | 'value' | 'relation' | 'threshold' | 'negated' | 'passed' | 'unit'
> & { readonly interval?: { readonly low: number; readonly high: number } };

/** A gate in two reports. */
export interface GateDifference {
  readonly file: string;
  readonly test: string;
  readonly quantity: string;
  /** The gate in each report; undefined if a report lacks it. */
  readonly base?: ComparedGate;
  readonly head?: ComparedGate;
  /**
   * `failing`: it fails, and passed before or is new. `missing`: only the base has it. `fixed`: it passes again. `worse` and `better`: the
   * intervals do not overlap. `changed`: another value within the intervals. `added`: only the head has it.
   */
  readonly state: 'failing' | 'missing' | 'worse' | 'fixed' | 'better' | 'changed' | 'added' | 'same';
  /** Head minus base, 0 if a report lacks the gate. */
  readonly change: number;
}

/** The states in reading order. */
export const differenceStates = ['failing', 'missing', 'worse', 'fixed', 'better', 'added', 'changed', 'same'] as const;

/**
 * Compares the gates of two reports. Gates are the same if file, test and quantity are; of several in a test, the first belongs to the first.
 *
 * @returns the gates of both, those that got worse first
 */
export function differenceOf(base: readonly ComparedGate[], head: readonly ComparedGate[]): GateDifference[] {
  const [before, now] = [keyed(base), keyed(head)];
  const keys = [...new Set([...now.keys(), ...before.keys()])];
  return keys
    .map((key) => pair(before.get(key), now.get(key)))
    .sort(
      (a, b) =>
        differenceStates.indexOf(a.state) - differenceStates.indexOf(b.state) ||
        order(a.file, b.file) ||
        order(a.test, b.test),
    );
}

function keyed(gates: readonly ComparedGate[]): Map<string, ComparedGate> {
  const seen = new Map<string, number>();
  return new Map(
    gates.map((gate) => {
      const name = JSON.stringify([gate.file, gate.test, gate.quantity, gate.negated]);
      const earlier = seen.get(name) ?? 0;
      seen.set(name, earlier + 1);
      return [`${name} ${earlier}`, gate] as const;
    }),
  );
}

function pair(base: ComparedGate | undefined, head: ComparedGate | undefined): GateDifference {
  const { file, test, quantity } = (head ?? base) as ComparedGate;
  const change = base && head ? head.value - base.value : 0;
  return { file, test, quantity, ...(base && { base }), ...(head && { head }), state: stateOf(base, head), change };
}

function stateOf(base: ComparedGate | undefined, head: ComparedGate | undefined): GateDifference['state'] {
  if (!head) return 'missing';
  if (!head.passed && (base?.passed ?? true)) return 'failing';
  if (!base) return 'added';
  if (head.passed && !base.passed) return 'fixed';
  if (head.value === base.value) return 'same';
  if (!isApart(base, head)) return 'changed';
  return isRise(base, head) === isUpwards(head) ? 'better' : 'worse';
}

/** Whether the intervals do not overlap. Values without one, such as sizes, differ whenever they are not equal. */
function isApart({ interval: a, value }: ComparedGate, { interval: b, value: other }: ComparedGate): boolean {
  return a && b ? a.high < b.low || b.high < a.low : value !== other;
}

const isRise = (base: ComparedGate, head: ComparedGate): boolean => head.value > base.value;

/** @returns whether a higher value is better for a gate */
export const isUpwards = ({ relation, negated }: Pick<ComparedGate, 'relation' | 'negated'>): boolean =>
  (relation === 'at least' || relation === 'above') !== negated;
