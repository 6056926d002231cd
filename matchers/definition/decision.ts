import { InvalidOptionError, NumericalError } from '../../src/errors.ts';
import { between, checkOptions, oneOf, type LimitsOf } from '../../src/options.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { settings, undecidedPolicies } from '../../src/settings.ts';
import { roundingError } from '../../src/statistics/rounding.ts';
import { intervalOf, moreInputsFor } from './more-inputs.ts';
import type { Decision, DecisionOptions, Verdict } from './verdict.ts';

/** The limits of these options. */
export const decisionLimits: LimitsOf<DecisionOptions> = {
  confidence: between(0, 1),
  decide: oneOf('value', 'interval'),
  undecided: oneOf(...undecidedPolicies),
};

/**
 * Checks options of an assertion, with those of the decision.
 *
 * @returns the options, and the decision apart from them; the confidence stays among the options
 * @throws InvalidOptionError - if an option is not accepted, or two contradict each other
 */
export function checkDecided<Options extends DecisionOptions>(
  matcher: string,
  options: Options,
  limits: LimitsOf<Options>,
): { readonly checked: Omit<Options, 'decide' | 'undecided'>; readonly decision: Decision } {
  const { decide, undecided, ...checked } = checkOptions(matcher, options, limits);
  if (decide === 'interval' && undecided !== undefined) {
    throw new InvalidOptionError(
      `${matcher}: the options are decide: 'interval' and undecided: '${undecided}'.\n` +
        "Expected one of both, because with decide: 'interval' a gate whose interval holds the threshold fails.\nRemove one of them.",
    );
  }
  return { checked, decision: { decide, undecided } };
}

/** The part of a gate that a decision makes. */
export type Decided = Pick<Gate, 'outcome' | 'passed' | 'decide' | 'undecided' | 'moreInputs' | 'interval'>;

/**
 * Decides a verdict. A gate is decided if the value and both ends of the interval agree on the threshold.
 *
 * @throws NumericalError - if the value is not finite
 */
export function decide(matcher: string, verdict: Verdict, negated: boolean): Decided {
  const { measurement, value, decision = {} } = verdict;
  const interval = intervalOf(verdict);
  const isFulfilled = holds(matcher, verdict, value) !== negated;
  const policy = decision.undecided ?? settings().undecided;
  const common = { ...(interval && { interval }), ...(decision.decide === 'interval' && { decide: decision.decide }) };
  if (verdict.baseline) {
    const passed = isKept(verdict.baseline);
    return { ...common, outcome: passed ? 'passed' : 'failed', passed };
  }
  if (measurement.unfinished) return { ...common, outcome: 'undecided', passed: false };
  const isCertain = [interval?.low ?? value, interval?.high ?? value].every(
    (end) => (holds(matcher, verdict, end) !== negated) === isFulfilled,
  );
  const open = isCertain ? {} : { moreInputs: moreInputsFor(verdict) };
  if (isCertain || decision.decide === 'interval') {
    const passed = isFulfilled && isCertain;
    return { ...common, ...open, outcome: passed ? 'passed' : 'failed', passed };
  }
  const passed = { warn: isFulfilled, pass: true, fail: false }[policy];
  return { ...common, ...open, outcome: 'undecided', undecided: policy, passed };
}

/** Whether a comparison with a baseline passes: what CI finds no entry for, or cannot compare, fails. */
const isKept = ({ status }: NonNullable<Gate['baseline']>): boolean =>
  !['dropped', 'missing', 'changed'].includes(status);

function holds(matcher: string, { relation, threshold, quantity }: Verdict, amount: number): boolean {
  if (!Number.isFinite(amount)) {
    throw new NumericalError(
      `${matcher}: the ${quantity} is ${amount}.\nExpected a finite number.\nCheck the weights of the model.`,
    );
  }
  switch (relation) {
    case 'at least':
      return amount >= threshold - roundingError;
    case 'at most':
      return amount <= threshold + roundingError;
    case 'above':
      return amount > threshold + roundingError;
    case 'below':
      return amount < threshold - roundingError;
  }
}
