import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Specs that check the compiled package come last, and build it first, once, if a source changed. */
const packaged = { globalSetup: ['specs/build.ts'], sequence: { groupOrder: 1 } };

/** Their files share the modules of one process for each worker; loading them anew for every file would take longer than the specs. */
const shared = { isolate: false, setupFiles: ['specs/support/leave-no-trace.ts'] };
/** Specs of what holds only in a process that has not begun. */
const fresh = 'specs/unit/**/*.fresh.spec.ts';

const project = (name: string, test: TestProjectInlineConfiguration['test'] = {}): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include: [`specs/${name}/**/*.spec.ts`], ...test },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', { ...shared, exclude: [fresh], testTimeout: 30_000, hookTimeout: 60_000 }),
      project('fresh', { include: [fresh] }),
      project('contract', { ...shared, testTimeout: 60_000, hookTimeout: 60_000 }),
      project('reference', { ...shared, testTimeout: 60_000, hookTimeout: 60_000 }),
      project('types', { testTimeout: 120_000, hookTimeout: 120_000, ...packaged }),
      project('end-to-end', { testTimeout: 240_000, hookTimeout: 240_000, ...packaged }),
    ],
  },
});
