import type { Attack, AttackOptions, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { subset, validateSplit } from '../../splits/index.ts';
import { startEngine } from '../../engine/index.ts';
import { checkModel } from '../../models/check-model.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { isNetwork } from '../../models/network/network-of.ts';
import { rescaledModel, rescaledSplit, rescalingOf } from '../../models/network/rescaled.ts';
import { largestOf, spreadEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import type { Progress } from '../../progress.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { callback, flag, integerFrom, seedLimit, type LimitsOf } from '../../options.ts';
import { seedOf } from '../../settings.ts';
import { constantAnswerIn } from '../constant-answer.ts';
import { samplePositions } from '../sample-positions.ts';
import type { MeasuredAttack } from './describe-attack.ts';
import { signsOfMaskedGradients, warningsOf, type EndedAttack } from './masked-gradients.ts';

/** Options of an attack on a sample: which inputs are attacked, how, and what is returned. */
export interface AttackedSampleOptions {
  /** Seed of the attack and of the sample. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Attack a uniform sample of this many inputs. With the same seed, all attacks use the same sample. @defaultValue all */
  readonly limit?: number;
  /** Inputs attacked at once. @defaultValue 128, or as many as fit in 256 MiB if those are fewer */
  readonly batchSize?: number;
  /** Stop at the first point that breaks an input. With false, the last point of each attempt decides. @defaultValue true */
  readonly dropBroken?: boolean;
  /** Receives the progress after every batch. @defaultValue none */
  readonly progress?: Progress;
  /** Check on up to 32 unbroken inputs whether the attack was too weak. @defaultValue false */
  readonly diagnose?: boolean;
  /** Also return the adversarial inputs. The result is then not plain JSON. @defaultValue false */
  readonly keepAdversarial?: boolean;
}

/** The limits of these options. */
export const sampleLimits: LimitsOf<AttackedSampleOptions> = {
  seed: seedLimit,
  limit: integerFrom(1),
  batchSize: integerFrom(1),
  dropBroken: flag,
  progress: callback,
  diagnose: flag,
  keepAdversarial: flag,
};

/** The inputs that were attacked, and the result for each. */
export interface AdversarialInputs extends AttackResult {
  /** Positions in the split, ascending. */
  readonly positions: Int32Array;
}

/** A finished attack on a sample of a split. */
interface AttackedSample extends MeasuredAttack {
  /** Positions of the sample in the split, ascending. */
  readonly positions: Int32Array;
}

/**
 * Draws a sample according to the options, and attacks it.
 *
 * @param epsilon - the largest radius of the ball
 * @param run - runs the attack, for these inputs, on the sample. @defaultValue once, at epsilon
 * @returns the sample, and the result of the attack
 * @throws InvalidDataError if the split cannot be used; InvalidOptionError if the limit is out of range; any error of `run`
 */
export async function attackSample(
  model: Classifier | Predictor,
  split: Split,
  attack: Attack,
  epsilon: Epsilon,
  options: AttackedSampleOptions,
  run = (sampled: Attack, sample: Split, settled: Omit<AttackOptions, 'epsilon'>): Promise<AttackResult> =>
    sampled.run(model, sample, { ...settled, epsilon }),
): Promise<AttackedSample> {
  checkModel('The attacked model', model);
  const engine = await startEngine();
  const { batchSize, dropBroken, progress } = options;
  const seed = seedOf('evaluateRobustness', options.seed);
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  const positions = samplePositions(split.size, options.limit, seed);
  const isWhole = positions.length === split.size;
  const sample = isWhole ? split : subset(split, positions);
  const sampled = isWhole ? attack : (attack.forInputs?.(positions) ?? attack);
  const started = performance.now();
  const result = await run(sampled, sample, { seed, batchSize, dropBroken, progress });
  return {
    model,
    sample,
    attack,
    epsilon: largestOf(epsilon),
    radii: epsilon,
    result,
    seed,
    engine,
    started,
    positions,
  };
}

/** Warnings, and the parts of a measurement that options request: signs of masked gradients, and the adversarial inputs. */
export async function onRequest(
  attacked: AttackedSample,
  { diagnose, keepAdversarial }: AttackedSampleOptions,
): Promise<Pick<RobustnessMeasurement, 'warnings'> & { readonly adversarial?: AdversarialInputs }> {
  const { result, sample, positions } = attacked;
  const warnings = [
    ...(diagnose ? await signsOfMaskedGradients(inOneRadius(attacked)) : warningsOf(attacked)),
    ...(diagnose ? constantAnswerIn(sample.labels, result.correct) : []),
  ];
  return {
    ...((diagnose || warnings.length > 0) && { warnings }),
    ...(keepAdversarial && { adversarial: { ...result, positions } }),
  };
}

/** The attack as one with a single radius: the model and the inputs rescaled, if epsilon is a list. */
function inOneRadius(attacked: AttackedSample): EndedAttack {
  const epsilon = spreadEpsilon(attacked.radii, attacked.sample.itemShape);
  if (typeof epsilon === 'number' || !isNetwork(attacked.model)) return attacked;
  const rescaling = rescalingOf(epsilon);
  return {
    ...attacked,
    model: rescaledModel(attacked.model, rescaling),
    sample: rescaledSplit(attacked.sample, rescaling),
  };
}
