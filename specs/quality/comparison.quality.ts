import { inject } from 'vitest';
import {
  acquisitionFunctions,
  activeLearning,
  adversarialTraining,
  glyphs,
  leNet5,
  pgd,
  standardTraining,
  test as base,
} from 'vitest-dnn';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name of the acquisition function that this project runs. */
    acquisition: keyof typeof acquisitionFunctions;
  }
}

const acquisition = acquisitionFunctions[inject('acquisition')];
const shared = { batchSize: 64, learningRate: 0.002 };

/** Robust active learning on a small scale: the setting of Guo et al. 2021 with fewer labels, stages and steps. */
for (const seed of [1, 2]) {
  const test = base.extend(
    'model',
    { scope: 'file' },
    activeLearning({
      dataset: glyphs(),
      architecture: leNet5,
      acquisition,
      initial: 200,
      query: 200,
      stages: 3,
      initialTraining: standardTraining({ epochs: 20, ...shared }),
      training: adversarialTraining(pgd.with({ steps: 5, stepSize: 0.03 }), 0.1, { epochs: 10, ...shared }),
      robustness: { attack: pgd.with({ steps: 10, stepSize: 0.025 }), epsilon: 0.1, limit: 300 },
      seed,
    }),
  );

  test(`${acquisition.name}, seed ${seed}`, async ({ model, expect }) => {
    await expect(model).toReachAccuracy(0.9);
  });
}
