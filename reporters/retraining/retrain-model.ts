import { showEpsilon } from '../../src/norms/epsilon-by-value.ts';
import { openCache } from '../../src/cache/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import type { RetrainingOptions } from '../../src/plugin-options.ts';
import { progressLines } from '../../src/progress-lines.ts';
import type { Retraining } from '../../src/report/schemas/retraining.ts';
import { configure, type Settings } from '../../src/settings.ts';
import { openModel } from '../../src/trained-models/index.ts';
import { qualityOf, spend } from './budget.ts';
import type { Candidate } from './candidate.ts';
import { planFor, type Plan } from './plan.ts';

/**
 * Selects inputs for one model at every budget. If the options ask for it, retrains the model on them and on a random selection
 * of the same size.
 *
 * @param folder - the report folder
 * @returns undefined if the cache does not hold the model
 */
export async function retrainModel(
  candidate: Candidate,
  options: RetrainingOptions,
  { settings, folder }: { settings: Settings; folder: string },
): Promise<Retraining | undefined> {
  configure(settings);
  const { id, name } = candidate.record;
  const opened = await openModel(openCache(), id);
  if (!opened) return undefined;

  await startEngine();
  const { progress, end } = progressLines({ title: `retraining ${name}` });
  try {
    return await carryOut(planFor(candidate, opened, options, { seed: settings.seed, progress }), folder);
  } finally {
    end();
    opened.classifier.dispose();
  }
}

async function carryOut(plan: Plan, folder: string): Promise<Retraining> {
  const started = performance.now();
  const { record, classifier, inputs, acquisition, retraining, seed } = plan;
  const before = retraining ? await qualityOf(classifier, plan, retraining) : null;
  const budgets: Retraining['budgets'] = [];
  for (const budget of plan.budgets) budgets.push(await spend(budget, plan, folder));
  return {
    model: record.id,
    name: record.name,
    dataset: record.dataset,
    acquisition: acquisition.name,
    pool: inputs.description,
    poolSize: inputs.pool.size,
    evaluated: retraining ? inputs.evaluation.size : 0,
    attacked: retraining ? Math.min(retraining.limit, inputs.evaluation.size) : 0,
    attack: retraining ? `${retraining.attack.name}(${showEpsilon(retraining.epsilon)})` : null,
    seed,
    before,
    budgets,
    seconds: (performance.now() - started) / 1000,
  };
}
