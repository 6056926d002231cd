import { setImmediate } from 'node:timers/promises';
import { checkBudget, type Budget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { PredictionError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { rescaledModel, rescaledSplit, rescalingOf, restored } from '../../models/network/rescaled.ts';
import { spreadEpsilon } from '../../norms/epsilon-by-value.ts';
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
import type { AttackOptions, AttackResult, QueriedModel } from '../contract.ts';
import { attackable, type Attacking } from './attackable.ts';
import { progressOf, type Attempt } from './attempts.ts';
import { batchesOf, batchSizeOf, candidatesOf, cleanPredictions } from './batches.ts';
import { predictedClasses } from './judge.ts';
import { Outcome } from './outcome.ts';

/** The parts of an attack that `runAttack` needs. */
export interface Runnable extends Attacking {
  /** In order of cost, by the number of classes. */
  readonly attempts: (classes: number) => readonly Attempt[];
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
