import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';
import { acquisitionFunctions } from '../../src/acquisition/index.ts';

/**
 * The functions that need one forward pass and no more, so that the job stays short. Each is a project of its own: Vitest
 * spreads the runs over the workers, or over the shards of a CI job.
 */
const functions = Object.values(acquisitionFunctions)
  .filter(({ needs }) => Object.keys(needs).every((need) => need === 'probabilities'))
  .map(({ name }) => name as keyof typeof acquisitionFunctions);

export default defineConfig({
  plugins: [
    dnn({
      seed: 1,
      retraining: { retrain: true, models: ['digits'], epochs: 2, limit: 300 },
      thresholds: { accuracy: 0.9, robustAccuracy: 0.5 },
    }),
  ],
  test: {
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'gates', include: ['specs/quality/gates.quality.ts'] } },
      ...functions.map((name) => ({
        extends: true as const,
        test: { name, include: ['specs/quality/comparison.quality.ts'], provide: { acquisition: name } },
      })),
    ],
  },
});
