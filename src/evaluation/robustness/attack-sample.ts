import type { Attack, AttackOptions, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { subset, validateSplit } from '../../splits/index.ts';
import { startEngine } from '../../engine/index.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { Progress } from '../../progress.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { settings } from '../../settings.ts';
import { samplePositions } from '../sample-positions.ts';
import type { MeasuredAttack } from './describe-attack.ts';
import { signsOfMaskedGradients } from './masked-gradients.ts';

/** Which inputs are attacked, how, and what is returned of it. */
export interface AttackedSampleOptions {
  /** Of the attack and of the sample. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Attack a uniform sample of this many inputs, the same for every attack of a seed. @defaultValue all */
  readonly limit?: number;
  /** @defaultValue 128 */
  readonly batchSize?: number;
  /** Leave off an input at the first point that breaks it; with false the last point of an attempt counts. @defaultValue true */
  readonly dropBroken?: boolean;
  readonly progress?: Progress;
  /** Look for signs that the attack is weaker than it seems, on 32 inputs that it leaves standing. @defaultValue false */
  readonly diagnose?: boolean;
  /** Return the adversarial inputs too, which makes the result more than JSON. @defaultValue false */
  readonly keepAdversarial?: boolean;
}

/** Which inputs were attacked and what became of them. */
export interface AdversarialInputs extends AttackResult {
  /** Positions in the split, ascending. */
  readonly positions: Int32Array;
}

/** An attack on a sample of a split, which is over. */
interface AttackedSample extends MeasuredAttack {
  /** Positions of the sample in the split, ascending. */
  readonly positions: Int32Array;
}

/**
 * Draws the sample that the options ask for, and attacks it.
 *
 * @param epsilon - the largest size of the ball
 * @param run - runs the attack on the sample. @defaultValue once, at epsilon
 * @throws InvalidDataError on a split that nothing can be computed from; InvalidOptionError on a bad limit; what `run` throws
 */
export async function attackSample(
  model: Classifier | Predictor,
  split: Split,
  attack: Attack,
  epsilon: number,
  options: AttackedSampleOptions,
  run = (sample: Split, settled: Omit<AttackOptions, 'epsilon'>): Promise<AttackResult> =>
    attack.run(model, sample, { ...settled, epsilon }),
): Promise<AttackedSample> {
  const engine = await startEngine();
  const { seed = settings().seed, batchSize, dropBroken, progress } = options;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  const positions = samplePositions(split.size, options.limit, seed);
  const sample = positions.length < split.size ? subset(split, positions) : split;
  const started = performance.now();
  const result = await run(sample, { seed, batchSize, dropBroken, progress });
  return { model, sample, attack, epsilon, result, seed, engine, started, positions };
}

/** What a measurement holds beyond the numbers where the options ask for it: warnings, and the adversarial inputs. */
export async function onRequest(
  attacked: AttackedSample,
  { diagnose, keepAdversarial }: AttackedSampleOptions,
): Promise<Pick<RobustnessMeasurement, 'warnings'> & { readonly adversarial?: AdversarialInputs }> {
  const { result, positions } = attacked;
  return {
    ...(diagnose && { warnings: await signsOfMaskedGradients(attacked) }),
    ...(keepAdversarial && { adversarial: { ...result, positions } }),
  };
}
