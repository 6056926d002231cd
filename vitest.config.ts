import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Specs that check the compiled package come last, and build it first, once, if a source changed. */
const packaged = { globalSetup: ['specs/build.ts'], sequence: { groupOrder: 1 } };

const project = (name: string, test: TestProjectInlineConfiguration['test'] = {}): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include: [`specs/${name}/**/*.spec.ts`], ...test },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', { testTimeout: 30_000, hookTimeout: 60_000 }),
      project('contract', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('reference', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('types', { testTimeout: 120_000, ...packaged }),
      project('end-to-end', { testTimeout: 240_000, hookTimeout: 240_000, ...packaged }),
    ],
  },
});
