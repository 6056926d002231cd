import type { Attack, AttackOptions, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { itemSize, subset, validateSplit } from '../../splits/index.ts';
import { startEngine } from '../../engine/index.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { RobustnessMeasurement, RobustnessPoint } from '../../report/schemas/robustness-measurement.ts';
import { settings } from '../../settings.ts';
import { describeAttack } from './describe-attack.ts';
import type { AdversarialInputs, RobustnessOptions } from './robustness.ts';
import { signsOfMaskedGradients } from './masked-gradients.ts';
import { samplePositions } from '../sample-positions.ts';

export interface RobustnessCurveOptions extends Omit<RobustnessOptions, 'epsilon'> {
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
  const engine = await startEngine();
  const { seed = settings().seed, batchSize, dropBroken, progress } = options;
  const epsilons = [...new Set(options.epsilons)].sort((a, b) => a - b);
  if (epsilons.length === 0) {
    throw new InvalidOptionError(
      'evaluateRobustnessCurve: there are no epsilons.\nExpected at least one.\nPass sizes of the ball, such as { epsilons: [0.1, 0.2, 0.3] }.',
    );
  }
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  const positions = samplePositions(split.size, options.limit, seed);
  const sample = positions.length < split.size ? subset(split, positions) : split;

  const started = performance.now();
  const radii = attack.minimal ? epsilons.slice(-1) : epsilons;
  const result = await sweep(model, sample, attack, radii, { seed, batchSize, dropBroken, progress });
  const epsilon = epsilons[epsilons.length - 1];
  return {
    ...describeAttack({ model, sample, attack, epsilon, result, seed, engine, started }),
    curve: epsilons.map((radius) => ({ epsilon: radius, robustAccuracy: shareBeyond(result.distances, radius) })),
    ...(options.diagnose && {
      warnings: await signsOfMaskedGradients({ model, sample, attack, epsilon, result, seed }),
    }),
    ...(options.keepAdversarial && { adversarial: { ...result, positions } }),
  };
}

/** What float32 may add to a distance. */
const rounding = 1 + 1e-6;

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
      distances[item] = within(further.distances[at], epsilon);
    });
  }
  return { ...result, brokenBy, distances };
}
