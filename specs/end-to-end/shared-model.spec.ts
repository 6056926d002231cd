import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { linkProject } from '../support/linked-project.ts';

/** Two files use the same model at the same time. Every training appends a line to `trained.txt`. */
const spec = `
  import { appendFileSync } from 'node:fs';
  import { test as base, glyphs, multilayerPerceptron, standardTraining, trained } from 'vitest-dnn';
  const training = standardTraining({ epochs: 30 });
  const fit = async (...parameters: Parameters<typeof training.fit>) => {
    appendFileSync('trained.txt', process.pid + '\\n');
    return training.fit(...parameters);
  };
  const test = base.extend('model', { scope: 'file' }, trained({
    dataset: glyphs({ train: 400, test: 50 }), architecture: multilayerPerceptron, training: { ...training, fit },
  }));
  test('is accurate', async ({ model, expect }) => { await expect(model).toReachAccuracy(0.3); });
  test('is the same model for every test of the file', ({ model, expect }) => { expect(model.record.cached).toBe(true); });
`;
const project = linkProject({
  'vitest.config.ts': `
    import { defineConfig } from 'vitest/config';
    import { dnn } from 'vitest-dnn/plugin';
    export default defineConfig({ plugins: [dnn({ retraining: false })], test: { maxWorkers: 2 } });
  `,
  'a.spec.ts': spec,
  'b.spec.ts': spec,
  'trained.txt': '',
});
afterAll(() => project.remove());

const trainings = (): number => readFileSync(join(project.folder, 'trained.txt'), 'utf8').trim().split('\n').length;

describe('a model that several files use', () => {
  test('is trained once by workers that need it at the same time', async () => {
    const { status, stdout, stderr } = await project.vitest();
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests +4 passed/);
    expect(trainings()).toBe(1);
  });

  test('is not trained again by the next run', async () => {
    await project.vitest();
    expect(trainings()).toBe(1);
  });

  test('is trained again if its cache entry is truncated', async () => {
    const cache = join(project.folder, 'node_modules/.cache/vitest-dnn');
    for (const entry of readdirSync(cache)) {
      if (/^[\w-]+$/.test(entry) && readdirSync(join(cache, entry)).includes('weights.bin'))
        writeFileSync(join(cache, entry, 'weights.bin'), 'cut');
    }
    const { status, stderr } = await project.vitest();
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('is damaged: weights.bin has 3 bytes instead of');
    expect(trainings()).toBe(2);
  });
});
