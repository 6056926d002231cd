import type { AnyAttack } from '../src/attacks/contract.ts';
import { InvalidModelError } from '../src/errors.ts';
import { wilson, type ShareInterval } from '../src/statistics/index.ts';
import { showEpsilon, type Epsilon } from '../src/norms/epsilon-by-value.ts';
import { flag, type LimitsOf } from '../src/options.ts';
import { robustTraining } from './definition/advice.ts';
import {
  attackedLimits,
  checkAttack,
  checkShare,
  warningsOfLimit,
  type AttackedInputs,
} from './definition/arguments.ts';
import { checkDecided } from './definition/decision.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';

/** Options of `toHaveAttackSuccessRateBelow`. */
export interface SuccessRateOptions extends AttackedInputs {
  /** Stop as soon as the success rate is known to lie above or below `rate`. @defaultValue false */
  readonly sequential?: boolean;
}

const limits: LimitsOf<SuccessRateOptions> = { ...attackedLimits, sequential: flag };

/**
 * Asserts that the attack success rate is below `rate`: the share of the correctly classified inputs that the attack breaks.
 *
 *   |{ x : f(x) = y, f(x + δ) != y }| / |{ x : f(x) = y }| < rate
 *
 * @throws InvalidOptionError - if the attack, epsilon, the rate or an option is not accepted
 * @throws InvalidModelError - if no input is classified correctly, because the rate is a share of those inputs
 * @see Hu et al. 2021, equation 9, over the correctly classified inputs
 * @example
 * await expect(model).toHaveAttackSuccessRateBelow(fgsm, 8 / 255, 0.2);
 */
export const toHaveAttackSuccessRateBelow = defineMatcher({
  name: 'toHaveAttackSuccessRateBelow',
  accepts: 'predictor',
  measure: async (
    model: Measured<AttackedModel>,
    attack: AnyAttack,
    epsilon: Epsilon,
    rate: number,
    options: SuccessRateOptions = {},
  ) => {
    const matcher = 'toHaveAttackSuccessRateBelow';
    checkAttack(matcher, attack, epsilon, model);
    checkShare(matcher, 'the rate', rate);
    const { checked, decision } = checkDecided(matcher, options, limits);
    const { sequential, ...sampled } = checked;
    const { evaluateRobustness } = await loadEvaluation();
    const { adversarial, ...measurement } = await evaluateRobustness(model.classifier, model.split, attack, {
      epsilon,
      ...sampled,
      ...(sequential && { sequential: { threshold: rate, of: 'attackSuccessRate' } }),
      progress: model.progress,
      diagnose: true,
      keepAdversarial: true,
    });
    const { attackSuccessRate, cleanAccuracy, inputs, unfinished } = measurement;
    if (attackSuccessRate === null && !unfinished) {
      throw new InvalidModelError(
        `${matcher}: the model classifies none of ${inputs} inputs correctly.\nExpected at least one, because the rate is a share of the correctly classified inputs.\n` +
          'Check the accuracy first, with toReachAccuracy.',
      );
    }
    const value = attackSuccessRate ?? 0;
    const correct = Math.round(cleanAccuracy * inputs);
    return {
      quantity: `attack success rate of ${attack.name}(${showEpsilon(epsilon)})`,
      value,
      relation: 'below',
      threshold: rate,
      ...warningsOfLimit('the rate', rate, 'every model passes of which the attack leaves one input'),
      measurement: {
        ...measurement,
        value,
        inputs: correct,
        attackedInputs: inputs,
        interval: sequential
          ? measurement.interval
          : intervalOf(Math.round(value * correct), correct, sampled.confidence),
      },
      decision,
      adversarial,
      remedies: [robustTraining(attack, epsilon)],
    };
  },
});

const intervalOf = (broken: number, correct: number, confidence = 0.95): ShareInterval =>
  correct === 0 ? { low: 0, high: 1, confidence } : wilson(broken, correct, confidence);
