import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['specs/{unit,contract,reference}/**/*.spec.ts'], maxWorkers: 2, testTimeout: 30_000 },
});
