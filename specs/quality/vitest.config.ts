import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';
import type { acquisitionFunctions } from '../../src/acquisition/index.ts';

type AcquisitionName = keyof typeof acquisitionFunctions;

/** Six functions that need only one forward pass, so the job takes less than six minutes on two cores. `npm run study` compares all. */
const functions = [
  'randomSampling',
  'maxEntropy',
  'margin',
  'leastConfidence',
  'deepGini',
  'dre',
] satisfies AcquisitionName[];

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
      {
        extends: true,
        test: { name: 'gates', include: ['specs/quality/gates.quality.ts', 'specs/quality/texts.quality.ts'] },
      },
      ...functions.map((name) => ({
        extends: true as const,
        test: { name, include: ['specs/quality/comparison.quality.ts'], provide: { acquisition: name } },
      })),
    ],
  },
});
