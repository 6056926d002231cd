import type { Attack, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { subset, validateSplit } from '../../splits/index.ts';
import { startEngine } from '../../engine/index.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { Progress } from '../../progress.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { settings } from '../../settings.ts';
import { describeAttack } from './describe-attack.ts';
import { signsOfMaskedGradients } from './masked-gradients.ts';
import { samplePositions } from '../sample-positions.ts';

export interface RobustnessOptions {
  /** Size of the ball around each input, in units of the input; at 0 robust accuracy is accuracy. */
  readonly epsilon: number;
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

/**
 * Robust accuracy: the share of all inputs that are classified correctly, and still are after the attack, with its
 * Wilson interval.
 *
 *   robust accuracy = |correct and not broken| / n,   attack success rate = |broken| / |correct|
 *
 * Mean and median sizes are over the perturbations that succeeded.
 *
 * @param model - a classifier; for a black-box attack any `{ predict }`
 * @throws InvalidModelError if the attack follows gradients and the model has none; InvalidOptionError on a bad epsilon, limit
 * or batchSize; InvalidDataError on a split the attack cannot use; NumericalError if the model or the attack yields NaN
 * @see Hu et al. 2021, equation 9 (success over the correctly classified inputs)
 */
export async function evaluateRobustness(
  model: Classifier | Predictor,
  split: Split,
  attack: Attack,
  options: RobustnessOptions,
): Promise<RobustnessMeasurement & { readonly adversarial?: AdversarialInputs }> {
  const engine = await startEngine();
  const { epsilon, seed = settings().seed, batchSize, dropBroken, progress } = options;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split to evaluate on');
  const positions = samplePositions(split.size, options.limit, seed);
  const sample = positions.length < split.size ? subset(split, positions) : split;

  const started = performance.now();
  const result = await attack.run(model, sample, { epsilon, seed, batchSize, dropBroken, progress });
  return {
    ...describeAttack({ model, sample, attack, epsilon, result, seed, engine, started }),
    ...(options.diagnose && {
      warnings: await signsOfMaskedGradients({ model, sample, attack, epsilon, result, seed }),
    }),
    ...(options.keepAdversarial && { adversarial: { ...result, positions } }),
  };
}
