import {
  activeLearning,
  describe,
  dre,
  glyphs,
  margin,
  multilayerPerceptron,
  randomSampling,
  standardTraining,
  test as base,
} from 'vitest-dnn';

// Every combination is a test; the reporter turns what they measured into one comparison.
const functions = [randomSampling, margin, dre];
const seeds = [1, 2];

describe.each(functions)('$name', (acquisition) => {
  describe.each(seeds)('seed %i', (seed) => {
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

    test('learns from few labels', async ({ model, expect }) => {
      await expect(model).toReachAccuracy(0.3);
    });
  });
});
