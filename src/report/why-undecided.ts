import { inputsDone } from './inputs-done.ts';
import type { Gate } from './schemas/gate.ts';

/** What the policy makes of an undecided gate, as the end of a sentence. */
const effects: Record<NonNullable<Gate['undecided']>, (passed: boolean) => string> = {
  warn: (passed) => `by its value it ${passed ? 'passes' : 'fails'}`,
  pass: () => 'undecided gates pass here',
  fail: () => 'undecided gates fail here',
};

/**
 * Says why a gate is undecided, and what would decide it. All renderers use this text.
 *
 * @returns the reason, without a full stop; undefined for a decided gate
 */
export function whyUndecided(gate: Gate): string | undefined {
  const { outcome, measurement, undecided, passed, interval } = gate;
  if (outcome !== 'undecided') return undefined;
  const { unfinished } = measurement;
  if (unfinished) {
    const inputs = inputsDone(measurement);
    const over = inputs === 0 ? 'no input was done' : 'the interval is over those';
    return `the budget of ${unfinished.seconds} s ended after ${inputs} of ${unfinished.inputs} inputs; ${over}`;
  }
  const level = percentOf((interval ?? measurement.interval).confidence);
  return `the ${level} % interval holds the threshold; ${undecided ? `${effects[undecided](passed)}; ` : ''}${moreInputsOf(gate)}`;
}

/** @returns how many more inputs would decide a gate whose interval holds the threshold */
export function moreInputsOf({ moreInputs }: Pick<Gate, 'moreInputs'>): string {
  if (typeof moreInputs !== 'number') return 'no number of inputs would decide it at the present rate';
  const counted = moreInputs === 1 ? '1 more input' : `${grouped(moreInputs)} more inputs`;
  return `about ${counted} would decide it at the present rate`;
}

const grouped = (whole: number): string => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');

/** @returns a confidence as a percentage: 0.95 → `95`, 0.999 → `99.9` */
export const percentOf = (confidence: number): string => String(Number((100 * confidence).toPrecision(6)));
