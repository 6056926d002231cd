import type { Gate } from '../../src/report/schemas/gate.ts';
import type { GateBaseline } from '../../src/report/schemas/gate-baseline.ts';
import { pValueOf } from '../baseline/words.ts';
import { number } from '../../src/report/number.ts';

/** Inputs that a message names. */
const mostNamed = 8;

/** @returns what a comparison with a baseline expected, and what it found */
export function expectationOf(
  { quantity, value }: Gate,
  { status, value: before, file, inputs }: GateBaseline,
  subject: string,
): string {
  switch (status) {
    case 'missing':
      return `expected ${subject} to have a committed baseline of its ${quantity}, but ${file} has none`;
    case 'changed':
      return `expected ${subject} to keep its ${quantity}, but ${inputs === 0 ? 'none of the inputs of the baseline is left' : 'it was measured with another setting than the baseline'}`;
    default:
      return `expected ${subject} to keep its ${quantity} of ${number(before ?? value)}, but it has ${number(value)}`;
  }
}

/** @returns the facts of a comparison with a baseline, as pairs of name and text */
export function baselineFacts({ baseline }: Gate): [string, string][] {
  if (!baseline) return [];
  const { file, value, inputs, worse, better, pValue, least, differences = [], examples = [] } = baseline;
  const facts: [string, string][] = [['baseline', value === null ? `none in ${file}` : `${number(value)} in ${file}`]];
  if (inputs > 0) {
    const chance = `p ${pValue < 0.05 ? '<' : '>='} 0.05`;
    facts.push(
      ['allowed', `a drop of ${number(least)}, or one within chance`],
      [
        'changed',
        `${worse} of ${inputs} inputs got worse, ${better} better: ${chance} (${pValueOf(pValue)}, McNemar’s exact test)`,
      ],
    );
  }
  if (differences.length > 0) facts.push(['setting', differences.join('; ')]);
  if (examples.length > 0) {
    const shown = examples
      .slice(0, mostNamed)
      .map(({ position, id, label, predicted }) => `${id ?? `#${position}`} (${label} → ${predicted})`);
    const more = worse > shown.length ? `, … ${worse - shown.length} more` : '';
    facts.push(['worse', `${shown.join(', ')}${more}`]);
  }
  return facts;
}
