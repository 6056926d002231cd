import type { AnyAttack } from '../src/attacks/contract.ts';
import { showEpsilon, type Epsilon } from '../src/norms/epsilon-by-value.ts';
import { checkedLater, flag, type LimitsOf } from '../src/options.ts';
import { robustTraining } from './definition/advice.ts';
import { attackedLimits, checkAttack, checkShare, type AttackedInputs } from './definition/arguments.ts';
import { checkDecided } from './definition/decision.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';

/** Options of `toBeRobustAgainst`. */
export interface RobustOptions extends AttackedInputs {
  /** Minimum robust accuracy, as a share. @defaultValue 0.5 */
  readonly atLeast?: number;
  /** Stop as soon as the robust accuracy is known to lie above or below `atLeast`. @defaultValue false */
  readonly sequential?: boolean;
}

const limits: LimitsOf<RobustOptions> = { atLeast: checkedLater, ...attackedLimits, sequential: flag };

/**
 * Asserts that robust accuracy is at least `atLeast`: the share of inputs that are classified correctly both unperturbed and
 * under the attack.
 *
 *   |{ x : f(x + δ) = y for the δ that the attack finds, ‖δ‖ <= epsilon }| / n >= atLeast
 *
 * @throws InvalidOptionError - if the attack, epsilon or an option is not accepted
 * @example
 * await expect(model).toBeRobustAgainst(pgd, 0.3, { atLeast: 0.6 });
 */
export const toBeRobustAgainst = defineMatcher({
  name: 'toBeRobustAgainst',
  accepts: 'predictor',
  measure: async (model: Measured<AttackedModel>, attack: AnyAttack, epsilon: Epsilon, options: RobustOptions = {}) => {
    checkAttack('toBeRobustAgainst', attack, epsilon, model);
    const { checked, decision } = checkDecided('toBeRobustAgainst', options, limits);
    const { atLeast = 0.5, sequential, ...sampled } = checked;
    checkShare('toBeRobustAgainst', 'atLeast', atLeast);
    const { evaluateRobustness } = await loadEvaluation();
    const { adversarial, ...measurement } = await evaluateRobustness(model.classifier, model.split, attack, {
      epsilon,
      ...sampled,
      ...(sequential && { sequential: { threshold: atLeast } }),
      progress: model.progress,
      diagnose: true,
      keepAdversarial: true,
    });
    return {
      quantity: `robust accuracy under ${attack.name}(${showEpsilon(epsilon)})`,
      value: measurement.robustAccuracy,
      relation: 'at least',
      threshold: atLeast,
      measurement,
      decision,
      adversarial,
      remedies: [robustTraining(attack, epsilon)],
    };
  },
});
