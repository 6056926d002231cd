import type { Attack } from '../attacks/contract.ts';
import { applySteps } from '../compression/compress.ts';
import type { Compression } from '../compression/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { startEngine } from '../engine/index.ts';
import type { Classifier } from '../models/contract.ts';
import type { RobustnessMeasurement } from '../report/measurement.ts';
import type { CompressionEvaluationOptions } from './compression.ts';
import { evaluateRobustness, type RobustnessOptions } from './robustness.ts';

/** Robust accuracy after a compression, beside what it was before. */
export type CompressedRobustness = RobustnessMeasurement & {
  readonly compression: string;
  readonly robustAccuracyBefore: number;
};

/**
 * Robust accuracy of a compressed classifier, and of the original on the same inputs with the same draws. Each is attacked by
 * its own gradients. The classifier stays untouched; the copy is disposed of.
 *
 * @throws as `evaluateRobustness` and the compression
 */
export async function evaluateCompressedRobustness(
  classifier: Classifier,
  split: Split,
  compression: Compression,
  attack: Attack,
  { train, ...options }: Omit<RobustnessOptions, 'keepAdversarial'> & Pick<CompressionEvaluationOptions, 'train'>,
): Promise<CompressedRobustness> {
  await startEngine();
  const before = await evaluateRobustness(classifier, split, attack, { ...options, diagnose: false });
  const made = await applySteps(compression.steps ?? [compression], classifier, { seed: options.seed, train });
  try {
    const after = await evaluateRobustness(made[made.length - 1].classifier, split, attack, options);
    return {
      ...after,
      seconds: before.seconds + after.seconds,
      compression: compression.name,
      robustAccuracyBefore: before.robustAccuracy,
    };
  } finally {
    for (const each of made) each.classifier.dispose();
  }
}
