import type { Access, AnyAttack, Attack, AttackableModel, TextAttack } from '../../attacks/contract.ts';
import type { AttackableByWords } from '../../attacks/words/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import type { LabelledTexts, Predictor } from '../../models/contract.ts';
import { evaluable } from '../../models/text-predictor.ts';
import type { Epsilon } from '../../norms/epsilon-by-value.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { anyAttackLimit } from '../../family-members.ts';
import { checkOptions, demand, epsilonLimit, record, required, type LimitsOf } from '../../options.ts';
import {
  attackSample,
  onRequest,
  type Adversarial,
  type AdversarialInputs,
  type AdversarialTexts,
  type SequentialAttack,
} from './attack-sample.ts';
import { sampleLimits, type AttackedSampleOptions } from './sample-options.ts';
import { describeAttack } from './describe-attack.ts';

export interface RobustnessOptions extends AttackedSampleOptions {
  /**
   * Radius of the ball around each input, in units of the input; with 0, robust accuracy equals accuracy. A list has one radius per
   * value, 0 for values that must not move; sizes of perturbations are then in the unit of the largest radius.
   */
  readonly epsilon: Epsilon;
  /**
   * Stop as soon as a share is known to lie above or below a threshold. The inputs are attacked in random order, and the interval is a
   * confidence sequence, which holds although the results decide when to stop. @defaultValue all inputs are attacked
   */
  readonly sequential?: SequentialAttack;
}

/** The limits of these options. */
export const robustnessLimits: LimitsOf<Omit<RobustnessOptions, 'sequential'>> = {
  epsilon: required(epsilonLimit),
  ...sampleLimits,
};
const limits: LimitsOf<RobustnessOptions> = { ...robustnessLimits, sequential: record };

/**
 * Measures robust accuracy: the share of all inputs that are classified correctly before and after the attack, with its Wilson
 * interval.
 *
 *   robust accuracy = |correct and not broken| / n,   attack success rate = |broken| / |correct|
 *
 * Mean and median sizes are those of the perturbations that succeeded. A `sequential` measurement that stops early is about the inputs
 * that are done, a random part of the sample; its field `sequential` says of how many.
 *
 * @param model - a classifier; for a black-box attack, any `{ predict }`; for an attack on texts also `{ predict(texts) }`
 * @param split - the inputs; for a model that is asked about texts, `{ texts, labels }`
 * @param attack - an attack on numbers, whose epsilon is the radius of a ball, or on texts, whose epsilon is a share of words or a number of edits
 * @returns the measurement, with `keepAdversarial` also the adversarial inputs
 * @throws InvalidModelError if the attack follows gradients and the model has none; InvalidOptionError if epsilon, limit or
 * batchSize is out of range; InvalidDataError if the attack cannot use the split; NumericalError if the model or the attack
 * yields NaN
 * @see Hu et al. 2021, equation 9 (success over the correctly classified inputs)
 */
export async function evaluateRobustness<Needs extends Access>(
  model: AttackableModel<Needs>,
  split: Split,
  attack: Attack<Needs>,
  options: RobustnessOptions,
): Promise<RobustnessMeasurement & { readonly adversarial?: AdversarialInputs }>;
export async function evaluateRobustness(
  model: AttackableByWords,
  split: Split | LabelledTexts,
  attack: TextAttack,
  options: RobustnessOptions,
): Promise<RobustnessMeasurement & { readonly adversarial?: AdversarialTexts }>;
export async function evaluateRobustness<Needs extends Access>(
  model: AttackableModel<Needs>,
  split: Split | LabelledTexts,
  attack: AnyAttack<Needs>,
  options: RobustnessOptions,
): Promise<RobustnessMeasurement & { readonly adversarial?: Adversarial }>;
export async function evaluateRobustness(
  model: AttackableByWords,
  split: Split | LabelledTexts,
  attack: AnyAttack,
  options: RobustnessOptions,
): Promise<RobustnessMeasurement & { readonly adversarial?: Adversarial }> {
  const owner = 'evaluateRobustness';
  demand(owner, 'the attack', attack, anyAttackLimit);
  const checked = checkOptions(owner, options, limits);
  const subject = evaluable(owner, model as Predictor, split);
  const [attacked] = await attackSample([subject.model], subject.split, attack, checked.epsilon, checked);
  return { ...describeAttack(attacked), ...(await onRequest(attacked, checked)) };
}
