import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';

export default defineConfig({
  plugins: [dnn({ seed: 1, reportDir: 'reports/study/whole-data', retraining: false })],
  test: { include: ['specs/study/whole-data.study.ts'], testTimeout: 0, hookTimeout: 0 },
});
