import { settleUnseen } from '../../settle-unseen.ts';
import type { Split } from '../../datasets/contract.ts';
import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { Network } from '../../models/network/contract.ts';
import { readWeights, writeWeights } from '../../models/network/weights.ts';
import { createRandom } from '../../random/index.ts';
import { callback, checkOptions, checkedLater, demand, record, type LimitsOf } from '../../options.ts';
import { trainingLimit } from '../../family-members.ts';
import { seedOf } from '../../settings.ts';
import type { Training } from '../../training/contract.ts';
import { standardTraining, type TrainingOptions } from '../../training/index.ts';
import type { CompressionContext } from '../contract.ts';
import type { Encoding } from '../storage/encoding.ts';

/** Training after pruning, at a tenth of the usual step size; pruned values stay zero. */
export interface FinetuneOptions extends Omit<TrainingOptions, 'earlyStopping'> {
  /** Passes over the split. @defaultValue 20, as in training */
  readonly epochs?: number;
  /** Step size of Adam. @defaultValue 0.0001 */
  readonly learningRate?: number;
  /** Split to train on. @defaultValue the split that chose the units, otherwise the training split of the fixture's model */
  readonly split?: Split;
  /** Another training, e.g. adversarial; all other options except `split` are then ignored. @defaultValue standard training */
  readonly training?: Training;
}

/** Fine-tuning with checked options. */
export interface Finetuning {
  /** The chosen split; undefined takes the training split of the context. */
  readonly split: Split | undefined;
  readonly training: Training;
  /** The options as plain JSON, for reports. */
  readonly options: JsonObject;
}

/** Standard training checks its own options. */
const limits: LimitsOf<FinetuneOptions> = {
  epochs: checkedLater,
  batchSize: checkedLater,
  learningRate: checkedLater,
  split: record,
  training: trainingLimit,
};

/**
 * Returns fine-tuning with its defaults filled in, or undefined without options.
 *
 * @throws InvalidOptionError on an option out of range
 */
export function resolveFinetune(finetuning: FinetuneOptions | undefined, fallback?: Split): Finetuning | undefined {
  if (finetuning === undefined) return undefined;
  const { split = fallback, training, ...options } = checkOptions('finetune', finetuning, limits);
  const chosen = training ?? standardTraining({ learningRate: 0.0001, ...options });
  return { split, training: chosen, options: { training: chosen.name, ...chosen.options } };
}

/** Returns the options of fine-tuning that the name of a compression shows. */
export function describeFinetune({ training, epochs, batchSize, learningRate }: FinetuneOptions): JsonObject {
  const shown = training ? { training: training.name } : { epochs, batchSize, learningRate };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as JsonObject;
}

/**
 * Trains the network in place and resets pruned values to zero after every step.
 *
 * @throws InvalidOptionError if there is no split to train on
 */
export async function finetune(
  network: Network,
  encodings: readonly Encoding[],
  { split: chosen, training }: Finetuning,
  { seed, train }: CompressionContext,
): Promise<void> {
  if (train !== undefined) demand(network.name, 'train', train, callback, 'Pass () => dataset.train.');
  const split = chosen ?? train?.();
  settleUnseen(split); // a promise of a split is refused
  if (split === undefined) {
    throw new InvalidOptionError(
      `${network.name}: finetune has no split.\nExpected a split to train on, or a model of a fixture, which has one.\n` +
        'Pass finetune: { epochs: 2, split: dataset.train }.',
    );
  }
  const random = createRandom(seedOf('finetune', seed)).fork('finetune');
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
