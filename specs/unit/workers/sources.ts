import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { costs } from '../../../src/workers/count.ts';
import { endThreads } from '../../../src/workers/pool.ts';
import { program } from '../../../src/workers/thread.ts';

/** Worker threads run the sources, bundled as for the package, and are worth it for any work. */
export function useWorkersOfSources(): void {
  const folder = resolve(`node_modules/.cache/vitest-dnn-workers-${process.pid}`);
  const before = { file: program.file, costs: { ...costs } };
  beforeAll(() => {
    const kernels = relative(folder, resolve('src/engine/wasm/kernels/kernels.wasm')).replaceAll('\\', '/');
    execFileSync(process.execPath, ['scripts/build-workers.mjs', folder, kernels]);
    program.file = pathToFileURL(join(folder, 'worker.js'));
    Object.assign(costs, { start: 0, use: 0, look: 0, block: 0 });
  });
  afterAll(async () => {
    await endThreads();
    program.file = before.file;
    Object.assign(costs, before.costs);
    rmSync(folder, { recursive: true, force: true });
  });
}
