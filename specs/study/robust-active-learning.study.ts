import { inject } from 'vitest';
import {
  acquisitionFunctions,
  activeLearning,
  adversarialTraining,
  leNet5,
  pgd,
  standardTraining,
  test as base,
  trained,
} from 'vitest-dnn';
import { studyData } from './data.ts';
import { studySettings } from './settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run of this project. */
    run: { acquisition: string; seed: number };
  }
}

const settings = studySettings();
const { initial, query, stages, epochs, warmup, batch, rate, steps, evaluationSteps, epsilon, alpha, limit } = settings;
const { acquisition, seed } = inject('run');
const shared = { epochs, batchSize: batch, learningRate: rate };
const training = adversarialTraining(pgd.with({ steps, stepSize: alpha }), epsilon, { ...shared, warmup });
const attack = pgd.with({ steps: evaluationSteps, stepSize: alpha });

/** Robust active learning in the setting of Guo et al. 2021, tables 3 and 4; or adversarial training on everything. */
const test = base.extend(
  'model',
  { scope: 'file' },
  acquisition === 'everything'
    ? trained(async () => ({
        dataset: await studyData(settings),
        architecture: leNet5,
        training,
        seed,
        name: `everything-${seed}`,
      }))
    : activeLearning(async () => ({
        dataset: await studyData(settings),
        architecture: leNet5,
        acquisition: acquisitionFunctions[acquisition as keyof typeof acquisitionFunctions],
        initial,
        query,
        stages,
        initialTraining: standardTraining(shared),
        training,
        robustness: { attack, epsilon, limit },
        seed,
      })),
);

test(`${acquisition} with seed ${seed} learns more than a guess`, async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.2);
  if (acquisition === 'everything') await expect(model).toBeRobustAgainst(attack, epsilon, { atLeast: 0.2, limit });
});
