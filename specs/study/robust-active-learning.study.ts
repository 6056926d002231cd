import { inject } from 'vitest';
import {
  acquisitionFunctions,
  activeLearning,
  adversarialTraining,
  fashionMnist,
  leNet5,
  mnist,
  pgd,
  standardTraining,
  test as base,
} from 'vitest-dnn';
import { studySettings } from './settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run of this project. */
    run: { acquisition: string; seed: number };
  }
}

const { dataset, initial, query, stages, epochs, warmup, batch, rate, steps, evaluationSteps, epsilon, alpha, limit } =
  studySettings();
const { acquisition, seed } = inject('run');
const shared = { epochs, batchSize: batch, learningRate: rate };

/** Robust active learning in the setting of Guo et al. 2021, tables 3 and 4. */
const test = base.extend(
  'model',
  { scope: 'file' },
  activeLearning(async () => ({
    dataset: await (dataset === 'mnist' ? mnist() : fashionMnist()),
    architecture: leNet5,
    acquisition: acquisitionFunctions[acquisition as keyof typeof acquisitionFunctions],
    initial,
    query,
    stages,
    initialTraining: standardTraining(shared),
    training: adversarialTraining(pgd.with({ steps, stepSize: alpha }), epsilon, { ...shared, warmup }),
    robustness: { attack: pgd.with({ steps: evaluationSteps, stepSize: alpha }), epsilon, limit },
    seed,
  })),
);

test(`${acquisition} with seed ${seed} learns more than a guess`, async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.2);
});
