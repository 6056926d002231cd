import { writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { acquisitionFunctions, randomSampling, type AcquisitionFunction } from '../../src/acquisition/index.ts';
import { retrain, selectForRetraining } from '../../src/active-learning/index.ts';
import { openCache } from '../../src/cache/index.ts';
import { subset } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../src/evaluation/index.ts';
import type { Classifier } from '../../src/models/index.ts';
import type { DnnOptions, RetrainingOptions } from '../../src/plugin-options.ts';
import { progressLines } from '../../src/progress-lines.ts';
import type { Progress } from '../../src/progress.ts';
import type { Quality, Retraining } from '../../src/report/schemas/retraining.ts';
import { configure } from '../../src/settings.ts';
import { openModel } from '../../src/trained-models/index.ts';
import { attackFor, byName, trainingFor, type ChosenAttack } from './retraining-methods.ts';
import { divideInputs, type DividedInputs } from './retraining-inputs.ts';
import { fileStem, type Candidate, type RetrainingContext } from './candidate.ts';
import { selectionLines } from './selection-lines.ts';

interface Context extends RetrainingContext, Pick<DnnOptions, 'seed' | 'engine' | 'cache'> {}

/**
 * Selects inputs for one model at every budget and, where it is asked for, retrains the model on them and on a random
 * selection of the same size.
 *
 * @returns undefined where the cache does not hold the model
 */
export async function retrainModel(
  candidate: Candidate,
  options: RetrainingOptions,
  context: Context,
): Promise<Retraining | undefined> {
  const { seed = 0, engine = 'auto', cache = 'node_modules/.cache/vitest-dnn', root } = context;
  configure({ seed, engine, cache: cache === false || isAbsolute(cache) ? cache : resolve(root, cache) });
  const { record } = candidate;
  const opened = await openModel(openCache(), record.id);
  if (!opened) return undefined;

  await startEngine();
  const started = performance.now();
  const { progress, end } = progressLines({ title: `retraining ${record.name}` });
  const { retrain: asked = false, budgets = [0.01, 0.02, 0.04, 0.1], limit = 500 } = options;
  const acquisition = byName(acquisitionFunctions, options.acquisition ?? 'dre', 'acquisition function');
  const inputs = divideInputs(opened);
  const chosenAttack = asked ? attackFor(candidate, options) : undefined;
  const judge = (classifier: Classifier): Promise<Quality> =>
    judgeModel(classifier, inputs, chosenAttack, { limit, seed, progress });
  try {
    const before = chosenAttack ? await judge(opened.classifier) : null;
    const buy = async (positions: Int32Array): Promise<Quality | null> => {
      if (!chosenAttack) return null;
      const selected = subset(inputs.pool, positions);
      const training = trainingFor(record, options.epochs);
      const retrained = await retrain(opened.classifier, {
        train: inputs.train,
        selected,
        ...chosenAttack,
        training,
        epochs: options.epochs ?? 5,
        seed,
        progress,
      });
      try {
        return await judge(retrained);
      } finally {
        retrained.dispose();
      }
    };

    const results: Retraining['budgets'] = [];
    for (const budget of budgets) {
      const select = async (by: AcquisitionFunction): Promise<Int32Array> =>
        (
          await selectForRetraining(opened.classifier, inputs.pool, {
            acquisition: by,
            budget: countOf(budget, inputs.pool.size),
            labelled: inputs.train,
            seed,
            progress,
          })
        ).positions;
      const positions = await select(acquisition);
      const file = `retraining/${fileStem(record)}-${Number((budget * 100).toFixed(2))}-percent.jsonl`;
      await writeFile(join(context.folder, file), await selectionLines(opened.classifier, inputs, positions));
      const selected = await buy(positions);
      results.push({
        budget,
        inputs: positions.length,
        file,
        selected,
        random: asked ? await buy(await select(randomSampling)) : null,
      });
    }
    return {
      model: record.id,
      name: record.name,
      dataset: record.dataset,
      acquisition: acquisition.name,
      pool: inputs.description,
      poolSize: inputs.pool.size,
      evaluated: asked ? inputs.evaluation.size : 0,
      attacked: asked ? Math.min(limit, inputs.evaluation.size) : 0,
      attack: chosenAttack ? `${chosenAttack.attack.name}(${chosenAttack.epsilon})` : null,
      seed,
      before,
      budgets: results,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    end();
    opened.classifier.dispose();
  }
}

const countOf = (budget: number, size: number): number => Math.max(1, Math.round(budget * size));

async function judgeModel(
  classifier: Classifier,
  { evaluation }: DividedInputs,
  attack: ChosenAttack | undefined,
  options: { limit: number; seed: number; progress: Progress },
): Promise<Quality> {
  const { value: accuracy } = await evaluateAccuracy(classifier, evaluation, options);
  if (!attack) return { accuracy, robustAccuracy: null };
  const { robustAccuracy } = await evaluateRobustness(classifier, evaluation, attack.attack, {
    epsilon: attack.epsilon,
    ...options,
  });
  return { accuracy, robustAccuracy };
}
