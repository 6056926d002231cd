import { afterAll, vi } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { configure, settings } from '../../src/settings.ts';

/** The files of a project without isolation share a process: each leaves settings, environment and engine as it found them. */
const before = settings();

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  configure(before);
  await startEngine(before.engine);
});
