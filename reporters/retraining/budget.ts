import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomSampling, type AcquisitionFunction } from '../../src/acquisition/index.ts';
import { retrain, saveLabellingTasks, selectForRetraining } from '../../src/active-learning/index.ts';
import { subset } from '../../src/splits/index.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../src/evaluation/index.ts';
import type { Classifier } from '../../src/models/contract.ts';
import type { Budget, Quality } from '../../src/report/schemas/retraining.ts';
import { isTextAttack } from '../../src/family-members.ts';
import type { SelectedAttack } from './changed-texts.ts';
import type { Attempts } from './attempts.ts';
import { fileStem } from './candidate.ts';
import type { Plan, RetrainingPlan } from './plan.ts';
import { selectionLines } from './selection-lines.ts';
import { thumbnailsOf } from './thumbnails.ts';

/** Conditions of the work on one model's budgets. */
export interface Work {
  /** The report folder. */
  readonly folder: string;
  readonly attempts: Attempts;
  /** Results and lines by number of inputs: budgets that round to the same number share them. */
  readonly counts: Map<number, { readonly result: Budget; readonly lines: string }>;
}

/**
 * Selects a share of the pool and writes the selection to a file. If the plan retrains, measures the quality after retraining
 * on the selection, and on a random selection of the same size.
 *
 * @returns the result of the budget; without qualities that cannot be measured
 */
export async function spend(budget: number, plan: Plan, { folder, attempts, counts }: Work): Promise<Budget> {
  const { record, classifier, inputs, acquisition, retraining } = plan;
  const count = Math.max(1, Math.round(budget * inputs.pool.size));
  const file = `retraining/${fileStem(record)}-${Number((budget * 100).toFixed(2))}-percent.jsonl`;
  const same = counts.get(count);
  if (same) {
    await writeFile(join(folder, file), same.lines);
    return { ...same.result, budget, file };
  }
  const positions = await select(count, acquisition, plan);
  const lines =
    (await attempts.of('changed texts in the selections', () =>
      selectionLines(classifier, inputs, positions, textAttackOf(plan)),
    )) ?? (await selectionLines(classifier, inputs, positions));
  await writeFile(join(folder, file), lines);
  await writeTasks(positions, plan, join(folder, file.replace(/\.jsonl$/, '-tasks')), attempts);
  const picture = thumbnailsOf(classifier, inputs.pool, positions);
  const thumbnails = file.replace(/\.jsonl$/, '.png');
  if (picture) await writeFile(join(folder, thumbnails), picture);
  const shown = picture && { thumbnails };
  const result: Budget = { budget, inputs: positions.length, file, ...shown, selected: null, random: null };
  if (retraining) {
    const after = (selected: Int32Array): Promise<Quality> => qualityAfter(selected, plan, retraining);
    result.selected = await attempts.of('retraining on the selection', () => after(positions));
    result.random = await attempts.of('retraining on a random selection', async () =>
      after(await select(count, randomSampling, plan)),
    );
  }
  counts.set(count, { result, lines });
  return result;
}

/** Writes a selection as tasks of a labelling tool, if the plan says so. */
async function writeTasks(selected: Int32Array, plan: Plan, folder: string, attempts: Attempts): Promise<void> {
  const { labelling, classifier, inputs } = plan;
  if (!labelling) return;
  const positions = selected.map((at) => inputs.positions[at]);
  await attempts.of('tasks for labelling', () =>
    saveLabellingTasks(labelling, folder, { positions, split: inputs.split, model: classifier }),
  );
}

/** The attack of retraining, if it changes texts. */
function textAttackOf({ retraining, seed }: Plan): SelectedAttack | undefined {
  if (!retraining?.attackable || !isTextAttack(retraining.attack)) return undefined;
  return { attack: retraining.attack, epsilon: retraining.epsilon as number, seed };
}

/** Positions of the selected inputs in the pool. */
async function select(
  budget: number,
  acquisition: AcquisitionFunction,
  { classifier, inputs: { pool, train }, seed, progress }: Plan,
): Promise<Int32Array> {
  const options = { acquisition, budget, labelled: train, seed, progress };
  return (await selectForRetraining(classifier, pool, options)).positions;
}

/** Quality of the model after retraining on a selection. */
async function qualityAfter(positions: Int32Array, plan: Plan, retraining: RetrainingPlan): Promise<Quality> {
  const { classifier, inputs, seed, progress } = plan;
  const { attack, epsilon, training, epochs, attackable } = retraining;
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
    const accuracy = await accuracyOf(retrained, plan);
    return { accuracy, robustAccuracy: attackable ? await robustAccuracyOf(retrained, plan, retraining) : null };
  } finally {
    retrained.dispose();
  }
}

/** @returns accuracy on the evaluation split */
export async function accuracyOf(
  classifier: Classifier,
  { inputs: { evaluation }, seed }: Pick<Plan, 'inputs' | 'seed'>,
): Promise<number> {
  return (await evaluateAccuracy(classifier, evaluation, { seed })).value;
}

/** @returns accuracy on the evaluation split under the attack of the plan */
export async function robustAccuracyOf(
  classifier: Classifier,
  { inputs: { evaluation }, seed, progress }: Plan,
  { attack, epsilon, limit }: RetrainingPlan,
): Promise<number> {
  const options = { epsilon, limit, seed, progress };
  return (await evaluateRobustness(classifier, evaluation, attack, options)).robustAccuracy;
}
