import type { AnyAttack } from '../src/attacks/contract.ts';
import { checkedLater, demand, flag, positive, type LimitsOf } from '../src/options.ts';
import { isTextAttack } from '../src/family-members.ts';
import { robustTraining } from './definition/advice.ts';
import { attackedLimits, checkAttack, checkShare, type AttackedInputs } from './definition/arguments.ts';
import { checkDecided } from './definition/decision.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';

/** Options of `toBeRobustUpTo`. */
export interface RobustUpToOptions extends AttackedInputs {
  /** The attack. A minimal attack runs once. Any other attack runs at 1/4, 1/2, 3/4 and all of epsilon. */
  readonly attack: AnyAttack;
  /** Minimum robust accuracy, as a share. @defaultValue 0.5 */
  readonly atLeast?: number;
  /** Stop as soon as the robust accuracy up to epsilon is known to lie above or below `atLeast`. @defaultValue false */
  readonly sequential?: boolean;
}

const limits: LimitsOf<RobustUpToOptions> = {
  attack: checkedLater,
  atLeast: checkedLater,
  ...attackedLimits,
  sequential: flag,
};

/**
 * Asserts that robust accuracy is at least `atLeast` in every ball up to epsilon: an input counts only if it is classified
 * correctly both unperturbed and under every perturbation up to epsilon that the attack finds. The failure message lists robust
 * accuracy by size of the ball.
 *
 *   min_{r <= epsilon} robust accuracy(r) >= atLeast
 *
 * @throws InvalidOptionError - if the attack, epsilon or an option is not accepted
 * @example
 * await expect(model).toBeRobustUpTo(0.1, { attack: deepFool.with({ norm: 'linf' }), atLeast: 0.6 });
 */
export const toBeRobustUpTo = defineMatcher({
  name: 'toBeRobustUpTo',
  accepts: 'predictor',
  measure: async (model: Measured<AttackedModel>, epsilon: number, options: RobustUpToOptions) => {
    const matcher = 'toBeRobustUpTo';
    const { checked, decision } = checkDecided(matcher, options, limits);
    const { attack, atLeast = 0.5, sequential, ...sampled } = checked;
    checkAttack(matcher, attack, epsilon, model);
    demand(matcher, 'epsilon', epsilon, positive, 'For a radius per value, use toBeRobustAgainst.');
    checkShare(matcher, 'atLeast', atLeast);
    const { evaluateRobustnessCurve } = await loadEvaluation();
    const epsilons = epsilonsUpTo(attack, epsilon);
    const { adversarial, ...measurement } = await evaluateRobustnessCurve(model.classifier, model.split, attack, {
      epsilons,
      ...sampled,
      ...(sequential && { sequential: { threshold: atLeast } }),
      progress: model.progress,
      diagnose: true,
      keepAdversarial: true,
    });
    return {
      quantity: `robust accuracy up to ${attack.name}(${epsilon})`,
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

/** The sizes at which the attack runs; edits are whole numbers. */
function epsilonsUpTo(attack: AnyAttack, epsilon: number): number[] {
  const parts = !isTextAttack(attack) && attack.minimal ? 20 : 4;
  const sizes = Array.from({ length: parts }, (_, i) => Number(((epsilon * (i + 1)) / parts).toPrecision(12)));
  return attack.norm === 'edits' ? [...new Set(sizes.map(Math.ceil))] : sizes;
}
