import { applySteps } from '../../apply-steps.ts';
import type { AnyAttack, AnyAttackResult } from '../../attacks/contract.ts';
import type { Compression } from '../../compression/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { startEngine } from '../../engine/index.ts';
import type { Classifier } from '../../models/contract.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import type { CompressionEvaluationOptions } from '../compression.ts';
import { anyAttackLimit, compressionLimit } from '../../family-members.ts';
import { callback, checkOptions, demand, type LimitsOf } from '../../options.ts';
import { attackSample, onRequest, type Adversarial } from './attack-sample.ts';
import { changesOf } from '../describe-compression.ts';
import { describeAttack } from './describe-attack.ts';
import { robustnessLimits, type RobustnessOptions } from './robustness.ts';

/** Robust accuracy after a compression, with that before it. */
export type CompressedRobustness = RobustnessMeasurement & {
  readonly compression: string;
  readonly robustAccuracyBefore: number;
  readonly lost: number;
  readonly gained: number;
};

type CompressedRobustnessOptions = Omit<RobustnessOptions, 'sequential'> & Pick<CompressionEvaluationOptions, 'train'>;
const limits: LimitsOf<CompressedRobustnessOptions> = { ...robustnessLimits, train: callback };

/** A compressed classifier, which the caller disposes of, and the adversarial inputs of the attack. */
interface AttackedCompression {
  readonly classifier: Classifier;
  readonly adversarial: Adversarial;
}

/**
 * Measures the robust accuracy of a compressed classifier, and of the original on the same inputs with the same random draws.
 * Each is attacked with its own gradients. The classifier does not change. The copy is disposed of, unless `keepAdversarial`
 * returns it with its adversarial inputs.
 *
 * @returns the measurement
 * @throws the same errors as `evaluateRobustness`, and any error of the compression
 */
export async function evaluateCompressedRobustness(
  classifier: Classifier,
  split: Split,
  compression: Compression,
  attack: AnyAttack,
  given: CompressedRobustnessOptions,
): Promise<CompressedRobustness & { readonly attacked?: AttackedCompression }> {
  const owner = 'evaluateCompressedRobustness';
  demand(owner, 'the compression', compression, compressionLimit);
  demand(owner, 'the attack', attack, anyAttackLimit);
  const { train, keepAdversarial, ...options } = checkOptions(owner, given, limits);
  await startEngine();
  const [{ classifier: compressed }] = await applySteps([compression], classifier, { seed: options.seed, train });
  let attacked: AttackedCompression | undefined;
  try {
    const ended = await attackSample([classifier, compressed], split, attack, options.epsilon, options);
    const [before, after] = ended.map(describeAttack);
    const { adversarial, ...requested } = await onRequest(ended[1], { ...options, keepAdversarial });
    if (adversarial) attacked = { classifier: compressed, adversarial };
    return {
      ...after,
      ...requested,
      compression: compression.name,
      robustAccuracyBefore: before.robustAccuracy,
      ...changesOf(robustIn(ended[0].result), robustIn(ended[1].result)),
      ...(attacked && { attacked }),
    };
  } finally {
    if (!attacked) compressed.dispose();
  }
}

/** By input, whether it is correct and not broken. */
const robustIn = ({ correct, broken }: AnyAttackResult): boolean[] =>
  Array.from(correct, (flag, item) => flag === 1 && broken[item] === 0);
