import { setImmediate } from 'node:timers/promises';
import { checkBudget, type Budget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { tf } from '../../engine/tensors.ts';
import { InvalidModelError, PredictionError } from '../../errors.ts';
import { checkModel } from '../../models/check-model.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { checkInputs, queriedModel } from '../../models/predictor.ts';
import { checkAnyEpsilon, spreadEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import { subset, validateSplit } from '../../splits/index.ts';
import { boundedBatch, gradientBytes } from '../../models/network/batch-size.ts';
import { isNetwork } from '../../models/network/network-of.ts';
import { rescaledModel, rescaledSplit, rescalingOf, restored } from '../../models/network/rescaled.ts';
import {
  checkedLater,
  callback,
  checkOptions,
  epsilonLimit,
  flag,
  integerFrom,
  required,
  seedLimit,
  type LimitsOf,
} from '../../options.ts';
import type { Progress } from '../../progress.ts';
import { createRandom } from '../../random/index.ts';
import { seedOf } from '../../settings.ts';
import type { Attack, AttackOptions, AttackResult, QueriedBatch, QueriedModel } from '../contract.ts';
import { progressOf, type Attempt } from './attempts.ts';
import { checkFinite, predictedClasses } from './judge.ts';
import { Outcome } from './outcome.ts';

/** The parts of an attack that `runAttack` needs. */
export interface Runnable extends Pick<Attack, 'name' | 'norm' | 'access' | 'decisionBased' | 'minimal'> {
  /** In order of cost, by the number of classes. */
  readonly attempts: (classes: number) => readonly Attempt[];
  /** Checks options that have one value per input. @defaultValue none */
  readonly validate?: (split: Split) => void;
}

const limits: LimitsOf<AttackOptions> = {
  epsilon: required(epsilonLimit),
  seed: seedLimit,
  batchSize: integerFrom(1),
  dropBroken: flag,
  progress: callback,
  items: checkedLater, // the two internal options
  budget: checkedLater,
};

/**
 * Attacks a split in batches. Inputs that are misclassified when clean are skipped, and each attempt fills its batches with
 * the inputs that the ones before it did not break. Success is checked by predicting again.
 *
 * @returns the result of every input
 * @throws the same errors as `Attack.run`; BudgetSpent if the budget ends first
 */
export async function runAttack(
  attack: Runnable,
  model: Classifier | Predictor,
  split: Split,
  given: AttackOptions,
): Promise<AttackResult> {
  const { name } = attack;
  const options = checkOptions(name, given, limits);
  const { dropBroken = true, progress, budget } = options;
  const seed = seedOf(name, options.seed);
  const classifier = await attackable(attack, model, split, options.epsilon);
  const batchSize = batchSizeOf(options, classifier);
  const epsilon = spreadEpsilon(options.epsilon, classifier.itemShape);
  if (typeof epsilon !== 'number') return runRescaled(attack, classifier, split, { ...options, epsilon });
  const outcome = new Outcome(split, await cleanPredictions(name, classifier, split, batchSize, options));

  try {
    await pursueAll(attack, classifier, split, { epsilon, seed, batchSize, dropBroken, progress, budget, outcome });
  } catch (error) {
    throw withMeasured(error, outcome.result(attack.norm));
  }
  return outcome.result(attack.norm);
}

/** Makes all attempts on the inputs that still stand. */
async function pursueAll(
  attack: Runnable,
  classifier: QueriedModel,
  split: Split,
  { epsilon, seed, batchSize, dropBroken, progress, budget, outcome }: Pursuit,
): Promise<void> {
  const { name } = attack;
  let standing = outcome.standing();
  const attempts = attack.attempts(classifier.classes);
  const report = progressOf(name, standing.length, attempts.length, progress);
  for (const [index, attempt] of attempts.entries()) {
    if (standing.length === 0) break;
    const random = createRandom(seed).fork(attempt.name, attempt.restart);
    for (const positions of batchesOf(standing, batchSize)) {
      checkBudget(budget);
      const setting = { classifier, epsilon, random, positions, restart: attempt.restart, dropBroken };
      const candidates = await candidatesOf(name, attempt, split, setting);
      const classes = await predictedClasses(name, classifier, candidates, positions.length);
      outcome.record(attempt, positions, candidates, classes);
      report(index, positions);
      await setImmediate();
    }
    standing = outcome.standing();
  }
}

/** The settled options of an attack, and where its results go. */
interface Pursuit extends Required<Pick<AttackOptions, 'seed' | 'batchSize' | 'dropBroken'>> {
  readonly epsilon: number;
  readonly progress?: Progress;
  readonly budget?: Budget;
  readonly outcome: Outcome;
}

/** The error of a query with the result so far. */
function withMeasured(error: unknown, measured: AttackResult): unknown {
  if (!(error instanceof PredictionError)) return error;
  const [broken, correct] = [measured.broken, measured.correct].map((flags) =>
    flags.reduce((sum, flag) => sum + flag, 0),
  );
  const message = `${error.message}\nBefore that, ${broken} of ${correct} correctly classified inputs were broken (measured in this error).`;
  return new PredictionError(message, { cause: error.cause, measured });
}

/** Attacks with a list of radii, by an attack with one radius on rescaled inputs. */
async function runRescaled(
  attack: Runnable,
  model: QueriedModel,
  split: Split,
  options: AttackOptions & { readonly epsilon: readonly number[] },
): Promise<AttackResult> {
  const rescaling = rescalingOf(options.epsilon);
  const { radius } = rescaling;
  const result = await runAttack(attack, rescaledModel(model, rescaling), rescaledSplit(split, rescaling), {
    ...options,
    epsilon: radius,
  });
  return { ...result, adversarial: restored(result.adversarial, split, model.inputRange, rescaling) };
}

/**
 * Checks that the attack can run on the model, the split and epsilon.
 *
 * @returns the model, with its name, classes and input range filled in
 */
async function attackable(
  { name, norm, access, decisionBased, minimal, validate }: Runnable,
  model: Classifier | Predictor,
  split: Split,
  epsilon: Epsilon,
): Promise<QueriedModel> {
  checkModel(name, model);
  if (access === 'white-box') checkGradients(name, model);
  const what = `the split that ${name} attacks`;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, what);
  const queried: QueriedModel = await queriedModel(model, split);
  if (model.classes === undefined) validateSplit(split, queried.classes, what);
  if (queried.answersLabels && !decisionBased) throw withoutScores(name, queried);
  validate?.(split);
  checkAnyEpsilon(name, epsilon, norm, queried, { allowZero: true, allowInfinity: minimal });
  checkInputs(name, split, queried);
  return queried;
}

/** @throws InvalidModelError if the model has no gradients */
function checkGradients(name: string, model: Classifier | Predictor): void {
  if (isNetwork(model)) return;
  throw new InvalidModelError(
    `${name}: "${model.name ?? 'predictor'}" has predictions, but no gradients.\n` +
      `Expected a classifier, because ${name} follows the gradient of the loss.\n` +
      'Attack it with a black-box attack such as square, or wrap the network with classifier(…).',
  );
}

const withoutScores = (name: string, model: QueriedModel): InvalidModelError =>
  new InvalidModelError(
    `${name}: "${model.name}" answers labels, but no scores.\nExpected one score per class and input, because ${name} follows how the scores change.\n` +
      'Let predict return logits or probabilities, or attack it with a decision-based attack, which needs labels only.',
  );

/** The predicted class of every input to attack; -1, which is no label, for all others. */
async function cleanPredictions(
  name: string,
  model: QueriedModel,
  split: Split,
  batchSize: number,
  { items, budget }: AttackOptions,
): Promise<Int32Array> {
  const predicted = new Int32Array(split.size).fill(-1);
  for (const positions of batchesOf(items ?? Array.from(predicted.keys()), batchSize)) {
    checkBudget(budget);
    const { inputs } = subset(split, positions);
    const classes = await predictedClasses(name, model, inputs as Float32Array, positions.length);
    positions.forEach((position, row) => (predicted[position] = classes[row]));
    await setImmediate();
  }
  return predicted;
}

/** The candidates of an attempt for the inputs at some positions, [positions, values per item]. */
async function candidatesOf(
  name: string,
  { craft }: Attempt,
  split: Split,
  setting: Omit<QueriedBatch, 'x' | 'y'> & { readonly positions: readonly number[] },
): Promise<Float32Array> {
  const { inputs, labels, size, itemShape } = subset(split, setting.positions);
  const x = tf.tensor(inputs, [size, ...itemShape]);
  const y = tf.tensor1d(labels, 'int32');
  try {
    const candidates = await craft({ ...setting, x, y });
    const values = (await candidates.data().finally(() => candidates.dispose())) as Float32Array;
    checkFinite(name, values);
    return values;
  } finally {
    tf.dispose([x, y]);
  }
}

const usualBatch = 128;

/** The number of inputs per batch: that of the options, or as many as fit in the memory of a batch. */
function batchSizeOf({ batchSize }: AttackOptions, model: QueriedModel): number {
  if (batchSize !== undefined || !isNetwork(model)) return batchSize ?? usualBatch;
  return boundedBatch(usualBatch, gradientBytes(model.model, model.classes));
}

function batchesOf(positions: readonly number[], batchSize: number): number[][] {
  const count = Math.ceil(positions.length / batchSize);
  return Array.from({ length: count }, (_, batch) => positions.slice(batch * batchSize, (batch + 1) * batchSize));
}
