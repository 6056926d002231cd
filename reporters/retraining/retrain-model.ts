import { showEpsilon } from '../../src/norms/epsilon-by-value.ts';
import { openCache } from '../../src/cache/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import type { RetrainingOptions } from '../../src/plugin-options.ts';
import { progressLines } from '../../src/progress-lines.ts';
import type { Quality, Retraining } from '../../src/report/schemas/retraining.ts';
import { configure, type Settings } from '../../src/settings.ts';
import { openModel } from '../../src/trained-models/index.ts';
import { standardTraining } from '../../src/training/index.ts';
import { Attempts } from './attempts.ts';
import { accuracyOf, robustAccuracyOf, spend, type Work } from './budget.ts';
import type { Candidate } from './candidate.ts';
import { planFor, retrainingPlanFor, type Plan } from './plan.ts';

export { checkMethods } from './retraining-methods.ts';

/**
 * Selects inputs for one model at every budget. If the options ask for it, retrains the model on them and on a random selection
 * of the same size. What fails is left out, with a warning in the result.
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
  const { id, name, dataset } = candidate.record;
  const opened = await openModel(openCache(), id);
  if (!opened) return undefined;

  await startEngine();
  const { progress, end } = progressLines({ title: `retraining ${name} on ${dataset}` });
  try {
    const attempts = new Attempts(name);
    const plan = planFor(candidate, opened, options, { seed: settings.seed, progress });
    const retraining = options.retrain
      ? await attempts.of('the gain of retraining is not measured', async () =>
          retrainingPlanFor(candidate, opened.classifier, options),
        )
      : null;
    return await carryOut({ ...plan, ...(retraining && { retraining }) }, { folder, attempts });
  } finally {
    end();
    opened.classifier.dispose();
  }
}

async function carryOut(plan: Plan, work: Pick<Work, 'folder' | 'attempts'>): Promise<Retraining> {
  const started = performance.now();
  const { record, inputs, acquisition, retraining, seed } = plan;
  const { attempts } = work;
  const before = retraining ? await qualityBefore(plan, attempts) : null;
  const settled = before?.robustAccuracy === null ? withoutAttack(plan) : plan;
  const counts: Work['counts'] = new Map();
  const budgets: Retraining['budgets'] = [];
  for (const budget of plan.budgets) {
    const result = await attempts.of('the selection', () => spend(budget, settled, { ...work, counts }));
    if (result) budgets.push(result);
  }
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
    ...(attempts.warnings.length > 0 && { warnings: attempts.warnings }),
    seconds: (performance.now() - started) / 1000,
  };
}

/** Quality of the model before retraining; null if even its accuracy cannot be measured. */
async function qualityBefore(plan: Plan, attempts: Attempts): Promise<Quality | null> {
  const { classifier, retraining } = plan;
  if (!retraining) return null;
  const accuracy = await attempts.of('accuracy', () => accuracyOf(classifier, plan));
  if (accuracy === null) return null;
  const what = 'robust accuracy is not measured, and retraining takes the unperturbed selection';
  const robustAccuracy = await attempts.of(what, () => robustAccuracyOf(classifier, plan, retraining));
  return { accuracy, robustAccuracy };
}

/** Retrains on the selected inputs as they are, because the attack fails on this model. */
function withoutAttack(plan: Plan): Plan {
  const { retraining } = plan;
  if (!retraining) return plan;
  const training = standardTraining({ epochs: retraining.epochs });
  return { ...plan, retraining: { ...retraining, training, attackable: false } };
}
