import {
  activeLearning,
  dre,
  glyphs,
  margin,
  multilayerPerceptron,
  randomSampling,
  standardTraining,
  test as base,
} from 'vitest-dnn';

// Every combination is a test; the reporter turns what they measured into one comparison.
for (const acquisition of [randomSampling, margin, dre]) {
  for (const seed of [1, 2]) {
    const test = base.extend(
      'model',
      { scope: 'file' },
      activeLearning({
        dataset: glyphs({ train: 1000, test: 500 }),
        architecture: multilayerPerceptron.with({ hidden: [64] }),
        acquisition,
        initial: 100,
        query: 50,
        stages: 2,
        training: standardTraining({ epochs: 10 }),
        seed,
      }),
    );

    test(`${acquisition.name} with seed ${seed} learns from 200 labels`, async ({ model, expect }) => {
      await expect(model).toReachAccuracy(0.5);
    });
  }
}
