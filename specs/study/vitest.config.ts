import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';
import { studySettings } from './settings.ts';

const { dataset, functions, seeds, workers } = studySettings();

/** Every run is a project of its own: Vitest keeps the workers busy, and a run that is done stays in the cache. */
const runs = functions.flatMap((acquisition) => seeds.map((seed) => ({ acquisition, seed })));

export default defineConfig({
  plugins: [dnn({ reportDir: `reports/study/${dataset}`, retraining: false })],
  test: {
    include: ['specs/study/robust-active-learning.study.ts'],
    maxWorkers: workers,
    testTimeout: 0,
    hookTimeout: 0,
    projects: runs.map(({ acquisition, seed }) => ({
      extends: true as const,
      test: { name: `${acquisition}-${seed}`, provide: { run: { acquisition, seed } } },
    })),
  },
});
