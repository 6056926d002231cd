import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/**
 * Specs of the compiled package run last. It is built once before them if a source changed. They start processes, and those of the projects
 * `installed` and `types` install it beside several versions of Vitest: `npm run test:package` runs them, `npm test` all others.
 */
const packaged = { globalSetup: ['specs/build.ts'], sequence: { groupOrder: 1 } };

/** The spec files of a worker share one process and its modules; loading these again per file would take longer than the specs. */
const shared = { isolate: false, setupFiles: ['specs/support/leave-no-trace.ts'] };
/** Specs that need a new process each. */
const fresh = 'specs/unit/**/*.fresh.spec.ts';

/** Calls of the compiled package in a process of their own. */
const calls = 'specs/contract/fuzz/*.spec.ts';

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
      project('contract', { ...shared, exclude: [calls], testTimeout: 60_000, hookTimeout: 60_000 }),
      project('reference', { ...shared, testTimeout: 60_000, hookTimeout: 60_000 }),
      project('installed', { testTimeout: 240_000, hookTimeout: 240_000, ...packaged }),
      project('types', { testTimeout: 240_000, hookTimeout: 240_000, ...packaged }),
      project('end-to-end', {
        include: ['specs/end-to-end/**/*.spec.ts', calls],
        testTimeout: 240_000,
        hookTimeout: 240_000,
        ...packaged,
      }),
    ],
  },
});
