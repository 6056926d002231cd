import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Brings `dist` up to date before the specs that run the compiled package, and creates the folder of their installs. */
export function setup({ vitest }: TestProject): () => void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: 'inherit' });
  const root = vitest.getRootProject(); // one folder for all projects of the run
  if (!('installs' in root.getProvidedContext()))
    root.provide('installs', mkdtempSync(join(tmpdir(), 'vitest-dnn-installs-')));
  const { installs } = root.getProvidedContext();
  return () => rmSync(installs, { recursive: true, force: true, maxRetries: 3 });
}
