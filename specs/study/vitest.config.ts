import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';
import { studySettings } from './settings.ts';

const { dataset, functions, seeds, workers, compression, everything } = studySettings();
const subject = compression ? 'compression' : 'robust-active-learning';

/** Each run is a separate project, so that Vitest keeps the workers busy. Completed runs stay in the cache. */
const full = seeds.slice(0, compression ? seeds.length : everything ? 1 : 0);
const runs = [
  ...functions.flatMap((acquisition) => seeds.map((seed) => ({ acquisition, seed }))),
  ...full.map((seed) => ({ acquisition: 'everything', seed })),
];

export default defineConfig({
  plugins: [dnn({ reportDir: `reports/study/${dataset}${compression ? '-compression' : ''}`, retraining: false })],
  test: {
    include: [`specs/study/${subject}.study.ts`],
    maxWorkers: workers,
    testTimeout: 0,
    hookTimeout: 0,
    projects: runs.map(({ acquisition, seed }) => ({
      extends: true as const,
      test: { name: `${acquisition}-${seed}`, provide: { run: { acquisition, seed } } },
    })),
  },
});
