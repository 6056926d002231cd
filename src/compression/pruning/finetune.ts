import type { Split } from '../../datasets/contract.ts';
import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { Network } from '../../models/network/contract.ts';
import { readWeights, writeWeights } from '../../models/network/weights.ts';
import { createRandom } from '../../random/index.ts';
import { settings } from '../../settings.ts';
import type { Training } from '../../training/contract.ts';
import { standardTraining, type TrainingOptions } from '../../training/index.ts';
import type { CompressionContext } from '../contract.ts';
import type { Encoding } from '../storage/encoding.ts';

/** Training after pruning, at a tenth of the usual step size; what was pruned stays zero. */
export interface FinetuneOptions extends Omit<TrainingOptions, 'earlyStopping'> {
  /** Passes over the split. @defaultValue 20, as in training */
  readonly epochs?: number;
  /** Step size of Adam. @defaultValue 0.0001 */
  readonly learningRate?: number;
  /** What to train on. @defaultValue the split that chose the units; else what the model of a fixture was trained on */
  readonly split?: Split;
  /** Another way of training, e.g. adversarial; it replaces the options above but the split. @defaultValue standard training */
  readonly training?: Training;
}

/** Fine-tuning whose options are checked. */
export interface Finetuning {
  /** As given; undefined leaves it to the context. */
  readonly split: Split | undefined;
  readonly training: Training;
  /** As plain JSON, for reports. */
  readonly options: JsonObject;
}

/** @throws InvalidOptionError on options outside their range */
export function resolveFinetune(given: FinetuneOptions | undefined, fallback?: Split): Finetuning | undefined {
  if (given === undefined) return undefined;
  const { split = fallback, training, ...options } = given;
  const chosen = training ?? standardTraining({ learningRate: 0.0001, ...options });
  return { split, training: chosen, options: { training: chosen.name, ...chosen.options } };
}

/** The options of fine-tuning, as far as they can be read in a name. */
export function describeFinetune({ training, epochs, batchSize, learningRate }: FinetuneOptions): JsonObject {
  const given = training ? { training: training.name } : { epochs, batchSize, learningRate };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as JsonObject;
}

/**
 * Trains the network in place; after every step the pruned weights are set back to zero.
 *
 * @throws InvalidOptionError where there is nothing to train on
 */
export async function finetune(
  network: Network,
  encodings: readonly Encoding[],
  { split: given, training }: Finetuning,
  { seed = settings().seed, train }: CompressionContext,
): Promise<void> {
  const split = given ?? train?.();
  if (split === undefined) {
    throw new InvalidOptionError(
      `${network.name}: finetune has no split.\nExpected the inputs to train on, or a model of a fixture, which knows them.\n` +
        'Pass finetune: { epochs: 2, split: dataset.train }.',
    );
  }
  const random = createRandom(seed).fork('finetune');
  await training.fit(network, split, { random, afterStep: () => restoreZeros(network.model, encodings) });
}

function restoreZeros(model: LayersModel, encodings: readonly Encoding[]): void {
  const values = readWeights(model);
  writeWeights(
    model,
    values.map((all, i) => {
      const pruned = encodings[i]?.pruned;
      return pruned ? all.map((value, at) => (pruned[at] ? 0 : value)) : all;
    }),
  );
}
