import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Specs that check the compiled package build it first, once, if a source changed. */
const builds = { globalSetup: ['specs/build.ts'] };

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
      project('types', { testTimeout: 120_000, ...builds }),
      project('end-to-end', { testTimeout: 240_000, hookTimeout: 240_000, ...builds }),
    ],
  },
});
