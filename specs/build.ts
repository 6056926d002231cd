import { execFileSync } from 'node:child_process';

/** Brings `dist` up to date before the specs that run the compiled package. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: 'inherit' });
}
