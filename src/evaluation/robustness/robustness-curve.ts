import type { Attack, AttackOptions, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { itemSize, subset } from '../../splits/index.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { rounding } from '../../norms/distance.ts';
import type { RobustnessMeasurement, RobustnessPoint } from '../../report/schemas/robustness-measurement.ts';
import { attackSample, onRequest, type AdversarialInputs, type AttackedSampleOptions } from './attack-sample.ts';
import { describeAttack } from './describe-attack.ts';

export interface RobustnessCurveOptions extends AttackedSampleOptions {
  /** Sizes of the ball, in units of the input. */
  readonly epsilons: readonly number[];
}

/** What is measured at the largest epsilon, with robust accuracy at all of them. */
export type RobustnessCurve = RobustnessMeasurement & { readonly curve: RobustnessPoint[] };

/**
 * Robust accuracy at many sizes of the ball.
 *
 *   robust accuracy(r) = |{ x : the smallest perturbation that was found to break x is larger than r }| / n
 *
 * An attack that is `minimal` runs once, at the largest epsilon. Any other runs at each, in ascending order, on the inputs that
 * still stand: what breaks an input in a ball breaks it in every larger one. So the curve never rises, and at an epsilon is
 * at most what the attack alone reaches there.
 *
 * @throws InvalidOptionError without epsilons; otherwise as `evaluateRobustness`
 */
export async function evaluateRobustnessCurve(
  model: Classifier | Predictor,
  split: Split,
  attack: Attack,
  options: RobustnessCurveOptions,
): Promise<RobustnessCurve & { readonly adversarial?: AdversarialInputs }> {
  const epsilons = [...new Set(options.epsilons)].sort((a, b) => a - b);
  if (epsilons.length === 0) {
    throw new InvalidOptionError(
      'evaluateRobustnessCurve: there are no epsilons.\nExpected at least one.\nPass sizes of the ball, such as { epsilons: [0.1, 0.2, 0.3] }.',
    );
  }
  const radii = attack.minimal ? epsilons.slice(-1) : epsilons;
  const largest = epsilons[epsilons.length - 1];
  const attacked = await attackSample(model, split, attack, largest, options, (sample, settled) =>
    sweep(model, sample, attack, radii, settled),
  );
  const { distances } = attacked.result;
  return {
    ...describeAttack(attacked),
    curve: epsilons.map((epsilon) => ({ epsilon, robustAccuracy: shareBeyond(distances, epsilon) })),
    ...(await onRequest(attacked, options)),
  };
}

function shareBeyond(distances: Float64Array, radius: number): number {
  return distances.filter((distance) => distance > radius * rounding).length / distances.length;
}

/** Runs an attack at every radius on what the smaller ones left standing, and puts the results together. */
async function sweep(
  model: Classifier | Predictor,
  sample: Split,
  attack: Attack,
  [first, ...others]: readonly number[],
  options: Omit<AttackOptions, 'epsilon'>,
): Promise<AttackResult> {
  const length = itemSize(sample);
  const result = await attack.run(model, sample, { ...options, epsilon: first });
  const brokenBy = [...result.brokenBy];
  const brokenWith = brokenBy.map((_, item) => result.brokenWith?.[item] ?? null);
  const within = (distance: number, radius: number): number =>
    distance === Infinity ? distance : Math.min(distance, radius);
  const distances = result.distances.map((distance) => within(distance, first));
  for (const epsilon of others) {
    const standing = Array.from(distances.keys()).filter((item) => distances[item] === Infinity);
    if (standing.length === 0) break;
    const further = await attack.run(model, subset(sample, standing), { ...options, epsilon });
    standing.forEach((item, at) => {
      result.adversarial.set(further.adversarial.subarray(at * length, (at + 1) * length), item * length);
      result.broken[item] = further.broken[at];
      result.predicted[item] = further.predicted[at];
      brokenBy[item] = further.brokenBy[at];
      brokenWith[item] = further.brokenWith?.[at] ?? null;
      distances[item] = within(further.distances[at], epsilon);
    });
  }
  return { ...result, brokenBy, brokenWith, distances };
}
