import type {
  Access,
  AnyAttack,
  AnyAttackResult,
  Attack,
  AttackableModel,
  AttackOptions,
  TextAttack,
} from '../../attacks/contract.ts';
import type { AttackableByWords } from '../../attacks/words/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { InvalidOptionError } from '../../errors.ts';
import { anyAttackLimit, isTextAttack } from '../../family-members.ts';
import { checkOptions, demand, record, required, type Limit, type LimitsOf } from '../../options.ts';
import type { Classifier, LabelledTexts, Predictor } from '../../models/contract.ts';
import { evaluable } from '../../models/text-predictor.ts';
import { rounding } from '../../norms/distance.ts';
import type { RobustnessMeasurement, RobustnessPoint } from '../../report/schemas/robustness-measurement.ts';
import {
  attackSample,
  onRequest,
  type Adversarial,
  type AdversarialInputs,
  type AdversarialTexts,
} from './attack-sample.ts';
import type { SequentialOptions } from '../sequential.ts';
import { sampleLimits, type AttackedSampleOptions } from './sample-options.ts';
import { describeAttack } from './describe-attack.ts';
import { gathered, isTextResult, runChecked } from './results.ts';

export interface RobustnessCurveOptions extends AttackedSampleOptions {
  /** Radii of the ball, in units of the input. */
  readonly epsilons: readonly number[];
  /**
   * Stop as soon as the robust accuracy at the largest epsilon is known to lie above or below a threshold. The inputs are taken in random
   * order, and the interval is a confidence sequence. @defaultValue all inputs of the sample are attacked
   */
  readonly sequential?: SequentialOptions;
}

const radii: Limit = {
  expected: 'a list of numbers of at least 0, the radii of the balls',
  holds: (value) => Array.isArray(value) && value.every((radius) => typeof radius === 'number' && radius >= 0),
  advice: () => 'Pass e.g. { epsilons: [0.1, 0.2, 0.3] }.',
};
const limits: LimitsOf<RobustnessCurveOptions> = { epsilons: required(radii), ...sampleLimits, sequential: record };

/** The measurement at the largest epsilon, with the robust accuracy at every epsilon. */
export type RobustnessCurve = RobustnessMeasurement & { readonly curve: RobustnessPoint[] };

/**
 * Measures robust accuracy at several radii of the ball.
 *
 *   robust accuracy(r) = |{ x : the smallest known perturbation that breaks x is larger than r }| / n
 *
 * A `minimal` attack runs once, at the largest epsilon. Any other attack runs at every epsilon, in ascending order, on the
 * inputs that are not yet broken: a point that breaks an input lies in every larger ball too. So the curve never rises, and at
 * each epsilon it is at most the robust accuracy of a separate run.
 *
 * @returns the measurement with the curve, with `keepAdversarial` also the adversarial inputs
 * @throws InvalidOptionError if there are no epsilons; the same errors as `evaluateRobustness`
 */
export async function evaluateRobustnessCurve<Needs extends Access>(
  model: AttackableModel<Needs>,
  split: Split,
  attack: Attack<Needs>,
  options: RobustnessCurveOptions,
): Promise<RobustnessCurve & { readonly adversarial?: AdversarialInputs }>;
export async function evaluateRobustnessCurve(
  model: AttackableByWords,
  split: Split | LabelledTexts,
  attack: TextAttack,
  options: RobustnessCurveOptions,
): Promise<RobustnessCurve & { readonly adversarial?: AdversarialTexts }>;
export async function evaluateRobustnessCurve<Needs extends Access>(
  model: AttackableModel<Needs>,
  split: Split | LabelledTexts,
  attack: AnyAttack<Needs>,
  options: RobustnessCurveOptions,
): Promise<RobustnessCurve & { readonly adversarial?: Adversarial }>;
export async function evaluateRobustnessCurve(
  given: AttackableByWords,
  data: Split | LabelledTexts,
  attack: AnyAttack,
  options: RobustnessCurveOptions,
): Promise<RobustnessCurve & { readonly adversarial?: Adversarial }> {
  const owner = 'evaluateRobustnessCurve';
  demand(owner, 'the attack', attack, anyAttackLimit);
  const checked = checkOptions(owner, options, limits);
  const epsilons = [...new Set(checked.epsilons)].sort((a, b) => a - b);
  if (epsilons.length === 0) {
    throw new InvalidOptionError(
      'evaluateRobustnessCurve: epsilons is empty.\nExpected at least one epsilon.\nPass radii of the ball, such as { epsilons: [0.1, 0.2, 0.3] }.',
    );
  }
  const { model, split } = evaluable(owner, given as Predictor, data);
  const sizes = !isTextAttack(attack) && attack.minimal ? epsilons.slice(-1) : epsilons;
  const largest = epsilons[epsilons.length - 1];
  const [attacked] = await attackSample([model], split, attack, largest, checked, (sampled, _, sample, settled) =>
    sweep(model, sample, sampled, sizes, settled),
  );
  const { distances } = attacked.result;
  return {
    ...describeAttack(attacked),
    curve: epsilons.map((epsilon) => ({ epsilon, robustAccuracy: shareBeyond(distances, epsilon) })),
    ...(await onRequest(attacked, checked)),
  };
}

function shareBeyond(distances: Float64Array, radius: number): number {
  return distances.filter((distance) => distance > radius * rounding).length / Math.max(distances.length, 1);
}

/** Runs an attack at every radius on the inputs that smaller radii did not break, and merges the results. */
async function sweep(
  model: Classifier | Predictor,
  sample: Split,
  attack: AnyAttack,
  [first, ...others]: readonly number[],
  options: Omit<AttackOptions, 'epsilon'>,
): Promise<AnyAttackResult> {
  const all = Array.from({ length: sample.size }, (_, item) => item);
  const run = (settled: AttackOptions): Promise<AnyAttackResult> => runChecked(attack, model, sample, settled);
  const result = await run({ ...options, epsilon: first });
  const decidedBy = all.map(() => result);
  const within = (distance: number, radius: number): number =>
    distance === Infinity ? distance : Math.min(distance, radius);
  const distances = result.distances.map((distance) => within(distance, first));
  const queries = isTextResult(result) && Int32Array.from(result.queries);
  for (const epsilon of others) {
    const standing = (options.items ?? all).filter((item) => distances[item] === Infinity);
    if (standing.length === 0) break;
    const further = await run({ ...options, epsilon, items: standing });
    standing.forEach((item) => {
      decidedBy[item] = further;
      distances[item] = within(further.distances[item], epsilon);
      if (queries && isTextResult(further)) queries[item] += further.queries[item];
    });
  }
  return { ...gathered(all, (item) => decidedBy[item], sample), distances, ...(queries && { queries }) };
}
