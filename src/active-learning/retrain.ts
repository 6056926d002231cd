import { setImmediate } from 'node:timers/promises';
import type { AnyAttack, Attack, TextAttack } from '../attacks/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { itemSize, roomFor, split, subset, validateSplit } from '../splits/index.ts';
import { startEngine } from '../engine/index.ts';
import { tf } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';
import type { Network } from '../models/network/contract.ts';
import { craftWith } from '../models/network/rescaled.ts';
import type { Epsilon } from '../norms/epsilon-by-value.ts';
import { boundedBatch, gradientBytes } from '../models/network/batch-size.ts';
import { checkInputs } from '../models/predictor.ts';
import { networkOf } from '../models/network/network-of.ts';
import { assertInRange } from '../models/network/input-range.ts';
import type { Progress } from '../progress.ts';
import { createRandom, type Random } from '../random/index.ts';
import { anyAttackLimit, isTextAttack, trainingLimit } from '../family-members.ts';
import {
  callback,
  checkOptions,
  checkedLater,
  epsilonLimit,
  record,
  required,
  seedLimit,
  type LimitsOf,
} from '../options.ts';
import { seedOf } from '../settings.ts';
import { standardTraining, type Training } from '../training/index.ts';

export interface RetrainingOptions {
  /** The training data of the model. */
  readonly train: Split;
  /** The selected inputs with their labels. */
  readonly selected: Split;
  /** The attack that crafts the adversarial examples; ignored with `training`. An attack on texts needs inputs with their texts. */
  readonly attack: AnyAttack;
  /** Radius of the ball of that attack, in units of the input; a list has one radius per value. On texts, a share of words or a number of edits. */
  readonly epsilon: Epsilon;
  /**
   * The training to use for an adversarially trained model. It is given `train` and the unperturbed selected inputs, and crafts
   * new adversarial examples of both. The options of this training replace `epochs`, `batchSize` and `learningRate`.
   * @defaultValue standard training on `train` and one adversarial example per selected input
   */
  readonly training?: Training;
  /** Passes over the data. @defaultValue 10 (Guo et al. 2021, section 4.3; they use 20 for SVHN) */
  readonly epochs?: number;
  /** Inputs per training step, and inputs attacked at once. @defaultValue 128 */
  readonly batchSize?: number;
  /** Step size of Adam. @defaultValue 0.001 */
  readonly learningRate?: number;
  /** Seed of the attack and of the training. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Receives the progress of the attack and of the training. @defaultValue none */
  readonly progress?: Progress;
}

const limits: LimitsOf<RetrainingOptions> = {
  train: required(record),
  selected: required(record),
  attack: required(anyAttackLimit),
  epsilon: required(epsilonLimit),
  training: trainingLimit,
  epochs: checkedLater, // standard training checks its options
  batchSize: checkedLater,
  learningRate: checkedLater,
  seed: seedLimit,
  progress: callback,
};

/**
 * Retrains a copy of a model on its training data and one adversarial example per selected input. The examples are crafted once
 * against the original model; examples that do not fool it are kept too. With `training`, that training
 * crafts its own examples instead.
 *
 * @returns the retrained copy; the original model does not change
 * @throws InvalidDataError on an invalid split; InvalidOptionError if epsilon or a training option is out of range
 * @see Guo et al. 2021, section 8
 */
export async function retrain(classifier: Classifier, given: RetrainingOptions): Promise<Classifier> {
  const options = checkOptions('retrain', given, limits);
  const { train, selected, epochs = 10, batchSize = 128, learningRate, progress } = options;
  const seed = seedOf('retrain', options.seed);
  await startEngine();
  const network = networkOf(classifier);
  const training = options.training ?? standardTraining({ epochs, batchSize, learningRate });
  validateSplit(train, classifier.classes, 'the training split');
  validateSplit(selected, classifier.classes, 'the selected inputs');
  assertInRange('retrain: the training split', train, classifier, 'the training split');
  assertInRange('retrain: the selected inputs', selected, classifier, 'the selected inputs');
  const random = createRandom(seed).fork('retrain');
  const { attack } = options;
  const craft = (): Promise<Split> =>
    isTextAttack(attack)
      ? craftTexts(network, { ...options, attack, batchSize, seed })
      : craftAll(network, { ...options, attack }, batchSize, random.fork('craft'));
  const added = options.training ? selected : await craft();
  const retrained = network.clone();
  try {
    await training.fit(retrained, join(train, added), { random: random.fork('train'), progress });
    return retrained;
  } catch (error) {
    retrained.dispose();
    throw error;
  }
}

/** Returns one adversarial example per selected input, with its label. */
async function craftAll(
  classifier: Network,
  { selected, attack, epsilon, progress }: RetrainingOptions & { readonly attack: Attack },
  batchSize: number,
  random: Random,
): Promise<Split> {
  checkInputs(attack.name, selected, classifier);
  const length = itemSize(selected);
  const inputs = new Float32Array(selected.size * length);
  const atOnce = boundedBatch(batchSize, gradientBytes(classifier.model, 2));
  for (let start = 0; start < selected.size; start += atOnce) {
    const positions = Int32Array.from({ length: Math.min(atOnce, selected.size - start) }, (_, i) => start + i);
    const clean = subset(selected, positions);
    const x = tf.tensor(clean.inputs, [clean.size, ...clean.itemShape]);
    const y = tf.tensor1d(clean.labels, 'int32');
    try {
      const candidates = await craftWith(attack, { classifier, x, y, random, positions }, epsilon);
      inputs.set(candidates.dataSync(), start * length);
      candidates.dispose();
    } finally {
      tf.dispose([x, y]);
    }
    progress?.({ task: attack.name, done: start + clean.size, total: selected.size });
    await setImmediate();
  }
  return { inputs, itemShape: selected.itemShape, labels: selected.labels, size: selected.size };
}

/** What the attack on texts finds for each selected text, with its label: the changed text where it broke, else its last try. */
async function craftTexts(
  classifier: Network,
  { selected, attack, epsilon, batchSize, seed, progress }: RetrainingOptions & { readonly attack: TextAttack },
): Promise<Split> {
  const settings = { epsilon: epsilon as number, batchSize, seed, progress };
  const { adversarial } = await attack.run(classifier, selected, settings);
  const encoder = classifier.encoder ?? (selected.encoder as NonNullable<Split['encoder']>);
  return split(adversarial, selected.labels, { encoder });
}

/** Two splits one after the other, with their texts if both have some. */
function join(first: Split, second: Split): Split {
  const size = first.size + second.size;
  const inputs = roomFor(first, size);
  inputs.set(first.inputs);
  inputs.set(second.inputs, first.inputs.length);
  const labels = new Int32Array(size);
  labels.set(first.labels);
  labels.set(second.labels, first.size);
  const texts = first.texts && second.texts && { texts: [...first.texts, ...second.texts] };
  return {
    inputs,
    itemShape: first.itemShape,
    labels,
    size,
    ...texts,
    ...(first.encoder && { encoder: first.encoder }),
  };
}
