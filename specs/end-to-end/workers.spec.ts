import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { linkProject } from '../support/linked-project.ts';
import { run } from '../support/project.ts';

const internal = (file: string): string => JSON.stringify(pathToFileURL(resolve('dist/src/workers', file)).href);

/** A spec that attacks on workers and alone, in every pool of Vitest. */
const spec = `
import { evaluateRobustness, expect, glyphs, leNet5, pgd, startEngine, test } from 'vitest-dnn';
import { costs } from ${internal('count.js')};
import { readyThreads } from ${internal('pool.js')};
import { configure } from ${internal('../settings.js')};

test('workers give the same bits', async () => {
  Object.assign(costs, { start: 0, use: 0, look: 0, block: 0 });
  await startEngine();
  const { test: split } = glyphs({ train: 10, test: 64, seed: 1 });
  const network = leNet5({ itemShape: split.itemShape, classes: 10, seed: 1 });
  split.labels.set(await network.predictions(split));
  const attack = () => evaluateRobustness(network, split, pgd.with({ steps: 5 }), { epsilon: 0.01, seed: 1, keepAdversarial: true });
  const together = await attack();
  expect(readyThreads()).toBeGreaterThan(0);
  configure({ workers: 0 });
  const alone = await attack();
  expect({ ...together, seconds: 0 }).toEqual({ ...alone, seconds: 0 });
  await expect({ classifier: network, split }).toReachAccuracy(0.9);
}, 120_000);
`;

const configuration = `
import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';

const project = (name, test) => ({ extends: true, test: { name, ...test } });
export default defineConfig({
  plugins: [dnn({ workers: 2, cache: false, retraining: false })],
  test: {
    maxWorkers: 1,
    projects: [
      project('forks', { pool: 'forks' }),
      project('vmThreads', { pool: 'vmThreads' }),
      project('shared', { pool: 'threads', isolate: false }),
    ],
  },
});
`;

const project = linkProject({ 'vitest.config.js': configuration, 'workers.test.js': spec });
afterAll(() => project.remove());

test('worker threads run in every pool of Vitest, and keep none open', async () => {
  const { status, stdout, stderr } = await project.vitest();
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/Tests +3 passed \(3\)/);
  expect(stdout + stderr).not.toMatch(/close timed out|hanging|a worker thread/i);
});

test('a script ends when its work ends, though its threads are idle', async () => {
  const script = join(project.folder, 'script.mjs');
  const body = spec.replace(/^test\([^]*?=> \{$/m, '').replace(/^ {2}await expect\([^]*$/m, '');
  writeFileSync(
    script,
    `${body
      .replace(', expect,', ',')
      .replace(', startEngine, test }', ', startEngine }')
      .replaceAll(/^ {2}expect.*$/gm, '')}
process.stdout.write(JSON.stringify([readyThreads(), together.value === alone.value]));`,
  );
  const { status, output } = await run(process.execPath, [script], project.folder, { DNN_WORKERS: '2' });
  expect(output).toBe('[2,true]');
  expect(status).toBe(0);
});
