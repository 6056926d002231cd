import type { GateBaseline } from '../../src/report/schemas/gate-baseline.ts';
import { commandFor, type NamedTask } from '../message/command.ts';
import { number } from '../../src/report/number.ts';

/** @returns a p value with two digits */
export const pValueOf = (p: number): string => (p >= 0.001 ? number(p) : p.toExponential(1));

/** @returns what a passing comparison leaves to be done, and inputs that were not compared */
export function baselineWarnings(
  { status, value, inputs, worse, better, added, removed, pValue, least, file }: GateBaseline,
  now: number,
): string[] {
  const warnings: string[] = [];
  const counts = `${worse} of ${inputs} inputs got worse and ${better} better (p = ${pValueOf(pValue)})`;
  if (status === 'noise') {
    const drop = number((100 * (worse - better)) / inputs);
    warnings.push(
      `${drop} points below the baseline, more than ${number(100 * least)} but within chance: ${counts}; measure more inputs`,
    );
  }
  if (status === 'improved') {
    warnings.push(
      `better than the baseline: ${number(value ?? now)} before, ${number(now)} now, ${counts}; run vitest -u and commit ${file} to keep it`,
    );
  }
  if (added + removed > 0 && inputs > 0 && status !== 'updated') {
    const changes = [...(added > 0 ? [`${added} added`] : []), ...(removed > 0 ? [`${removed} removed`] : [])];
    warnings.push(
      `the inputs changed since the baseline: ${changes.join(', ')}; compared on the ${inputs} that both hold`,
    );
  }
  return warnings;
}

/** @returns how to accept a value or to write a baseline */
export function baselineRemedies({ status, file }: GateBaseline, task: NamedTask, isCi: boolean): string[] {
  const outside = isCi ? ' outside CI, which never writes,' : '';
  switch (status) {
    case 'missing':
      return [`${commandFor(task)}${outside} to write it, and commit ${file}`];
    case 'dropped':
    case 'changed':
      return [`${commandFor(task)} -u${outside} to accept the new value, and commit ${file}`];
    default:
      return [];
  }
}
