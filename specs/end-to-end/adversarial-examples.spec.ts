import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateReport } from '../../src/report/validate.ts';
import { linkProject, type LinkedProject } from '../support/linked-project.ts';

/** A gate that fails under attack writes a picture of the broken inputs, also when blobs are merged elsewhere. */
let project: LinkedProject;
beforeAll(() => {
  project = linkProject({
    'vitest.config.ts': `
      import { defineConfig } from 'vitest/config';
      import { dnn } from 'vitest-dnn/plugin';
      export default defineConfig({ plugins: [dnn({ retraining: false })] });
    `,
    'specs/broken.spec.ts': `
      import { fgsm, glyphs, multilayerPerceptron, startEngine, test } from 'vitest-dnn';
      test('survives | a step', { retry: 1 }, async ({ expect }) => {
        await startEngine();
        const { test: split } = glyphs({ train: 10, test: 30 });
        const classifier = multilayerPerceptron({ itemShape: split.itemShape, classes: 10, seed: 1 });
        const labels = await classifier.predictions(split);
        await expect({ classifier, split: { ...split, labels } }).toReachAccuracy(0.8);
        await expect({ classifier, split: { ...split, labels } }).toBeRobustAgainst(fgsm, 0.3, { atLeast: 0.99 });
      });
    `,
  });
});
afterAll(() => project.remove());

const read = (file: string): Buffer => readFileSync(join(project.folder, 'reports/dnn', file));

test('a contact sheet is written to the report folder, and drawn again from the blob', async () => {
  const files = ['--reporter=json', '--outputFile.json=run.json', '--reporter=junit', '--outputFile.junit=run.xml'];
  const parameters = ['run', '--reporter=default', '--reporter=blob', ...files];
  const { status, stdout, stderr } = await project.vitest(parameters);
  expect(status).toBe(1);
  const [file] = /adversarial\/survives-a-step-[0-9a-f]{8}\.png/.exec(stdout + stderr) ?? [];
  expect(file, stdout + stderr).toBeDefined();
  expect(stderr + stdout).toContain(`inputs that the attack broke: reports/dnn/${file}`);

  const sheet = read(file as string);
  expect([...sheet.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const [, { examples }] = validateReport(JSON.parse(read('report.json').toString()), 'report.json').gates;
  expect(examples).toMatchObject({
    file,
    items: expect.arrayContaining([expect.objectContaining({ l2: expect.any(Number) })]),
  });
  expect(examples).not.toHaveProperty('images');
  expect(read('report.md').toString()).toContain(`](${file})`);

  expect(
    read('index.html')
      .toString()
      .match(/<figure>\s*<img/g),
  ).toHaveLength(3 * 16);

  // The channels of Vitest say every gate once, although the test was tried twice, and no image is in a JSON report.
  expect(readFileSync(join(project.folder, 'run.json'), 'utf8')).not.toContain('pixels');
  const properties = [
    ...readFileSync(join(project.folder, 'run.xml'), 'utf8').matchAll(/<property name="(.*?)" value="(.*?)">/g),
  ];
  expect(properties.map(([, type, message]) => [type, message])).toEqual([
    ['notice', 'toReachAccuracy: accuracy measured 1, 95 % interval [0.8865, 1]; required at least 0.8'],
    [
      'error',
      expect.stringMatching(
        /^toBeRobustAgainst: robust accuracy under fgsm\(0.3\) measured 0, .*required at least 0.99; .*attack fgsm with epsilon 0.3.*Reproduce: /,
      ),
    ],
  ]);

  rmSync(join(project.folder, 'reports'), { recursive: true });
  expect(existsSync(join(project.folder, 'reports'))).toBe(false);
  const merged = await project.vitest(['--merge-reports', '--reporter=github-actions']);
  expect(read(file as string).equals(sheet)).toBe(true);
  expect(
    merged.stdout.match(/^::(notice|error) file=[^:]*broken\.spec\.ts,line=\d+,column=\d+::to\w+: /gm),
  ).toHaveLength(2);
});
