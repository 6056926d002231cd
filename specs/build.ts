import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hosts, install } from './support/install.ts';

/**
 * Brings `dist` up to date before the specs that run the compiled package, and creates the folder of their installs. A run of all specs
 * that install does so while others run, because npm mostly waits.
 */
export function setup({ vitest }: TestProject): () => Promise<void> {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: 'inherit' });
  const root = vitest.getRootProject(); // one folder for all projects of the run
  let ahead: Promise<void> | undefined;
  if (!('installs' in root.getProvidedContext())) {
    const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-installs-'));
    root.provide('installs', folder);
    const installing = ['installed', 'types'].every((name) => vitest.projects.some((project) => project.name === name));
    const isWhole = installing && !process.argv.some((parameter) => parameter.includes('specs/'));
    if (isWhole) ahead = installAll(folder);
  }
  const { installs } = root.getProvidedContext();
  return async () => {
    await ahead;
    rmSync(installs, { recursive: true, force: true, maxRetries: 3 });
  };
}

/** Installs one after another. The specs that need an install report its failure. */
async function installAll(folder: string): Promise<void> {
  for (const host of hosts) await install(folder, host).catch(() => {});
}
