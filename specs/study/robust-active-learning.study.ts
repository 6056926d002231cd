import { inject } from 'vitest';
import { adversarialTraining, pgd, standardTraining } from 'vitest-dnn';
import { studyTest } from './model.ts';
import { studySettings } from './settings.ts';

const { epochs, warmup, batch, rate, steps, evaluationSteps, epsilon, alpha, limit } = studySettings();
const { acquisition, seed } = inject('run');
const shared = { epochs, batchSize: batch, learningRate: rate };
const attack = pgd.with({ steps: evaluationSteps, stepSize: alpha });

/** Robust active learning in the setting of Guo et al. 2021, tables 3 and 4, or adversarial training on everything. */
const test = studyTest({
  training: adversarialTraining(pgd.with({ steps, stepSize: alpha }), epsilon, { ...shared, warmup }),
  initialTraining: standardTraining(shared),
  robustness: { attack, epsilon, limit },
});

test(`${acquisition} with seed ${seed} is more accurate than chance`, async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.2);
  if (acquisition === 'everything') await expect(model).toBeRobustAgainst(attack, epsilon, { atLeast: 0.2, limit });
});
