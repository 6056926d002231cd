import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomSampling, type AcquisitionFunction } from '../../src/acquisition/index.ts';
import { retrain, selectForRetraining } from '../../src/active-learning/index.ts';
import { subset } from '../../src/splits/index.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../src/evaluation/index.ts';
import type { Classifier } from '../../src/models/contract.ts';
import type { Budget, Quality } from '../../src/report/schemas/retraining.ts';
import { fileStem } from './candidate.ts';
import type { Plan, RetrainingPlan } from './plan.ts';
import { selectionLines } from './selection-lines.ts';

/**
 * Selects a share of the pool and writes the selection to a file. If the plan retrains, measures the quality after retraining
 * on the selection, and on a random selection of the same size.
 *
 * @param folder - the report folder
 * @returns the result of the budget
 */
export async function spend(budget: number, plan: Plan, folder: string): Promise<Budget> {
  const { record, classifier, inputs, acquisition, retraining } = plan;
  const positions = await select(budget, acquisition, plan);
  const file = `retraining/${fileStem(record)}-${Number((budget * 100).toFixed(2))}-percent.jsonl`;
  await writeFile(join(folder, file), await selectionLines(classifier, inputs, positions));
  return {
    budget,
    inputs: positions.length,
    file,
    selected: retraining ? await qualityAfter(positions, plan, retraining) : null,
    random: retraining ? await qualityAfter(await select(budget, randomSampling, plan), plan, retraining) : null,
  };
}

/** Positions of the selected inputs in the pool. */
async function select(
  budget: number,
  acquisition: AcquisitionFunction,
  { classifier, inputs: { pool, train }, seed, progress }: Plan,
): Promise<Int32Array> {
  const count = Math.max(1, Math.round(budget * pool.size));
  const options = { acquisition, budget: count, labelled: train, seed, progress };
  return (await selectForRetraining(classifier, pool, options)).positions;
}

/** Quality of the model after retraining on a selection. */
async function qualityAfter(positions: Int32Array, plan: Plan, retraining: RetrainingPlan): Promise<Quality> {
  const { classifier, inputs, seed, progress } = plan;
  const { attack, epsilon, training, epochs } = retraining;
  const retrained = await retrain(classifier, {
    train: inputs.train,
    selected: subset(inputs.pool, positions),
    attack,
    epsilon,
    training,
    epochs,
    seed,
    progress,
  });
  try {
    return await qualityOf(retrained, plan, retraining);
  } finally {
    retrained.dispose();
  }
}

/** @returns accuracy on the evaluation split, and robust accuracy under the attack of the plan */
export async function qualityOf(
  classifier: Classifier,
  { inputs: { evaluation }, seed, progress }: Plan,
  { attack, epsilon, limit }: RetrainingPlan,
): Promise<Quality> {
  const { value: accuracy } = await evaluateAccuracy(classifier, evaluation, { seed });
  const options = { epsilon, limit, seed, progress };
  const { robustAccuracy } = await evaluateRobustness(classifier, evaluation, attack, options);
  return { accuracy, robustAccuracy };
}
