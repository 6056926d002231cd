import { afterAll, vi } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { configure, settings } from '../../src/settings.ts';

/** Spec files of a project without isolation share a process. Each restores settings, environment and engine when it ends. */
const before = settings();

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  configure(before);
  await startEngine(before.engine);
});
