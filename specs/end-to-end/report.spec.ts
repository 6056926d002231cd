import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/schemas/report.ts';
import { validateReport } from '../../src/report/validate.ts';
import { linkProject, type LinkedProject } from '../support/linked-project.ts';

/** The report of real runs is the same in every run, with or without shards. */
const spec = (acquisition: string): string => `
  import { test as base, activeLearning, ${acquisition}, fgsm, glyphs, multilayerPerceptron, quantize, standardTraining } from 'vitest-dnn';
  for (const seed of [1, 2]) {
    const test = base.extend('model', { scope: 'file' }, activeLearning({
      dataset: glyphs({ train: 200, test: 60 }), architecture: multilayerPerceptron, acquisition: ${acquisition}, seed,
      initial: 40, query: 40, stages: 2, training: standardTraining({ epochs: 8 }),
      robustness: { attack: fgsm, epsilon: 0.02 },
    }));
    test(\`learns with seed \${seed}\`, async ({ model, expect }) => {
      await expect(model).toReachAccuracy(0.2);
      await expect(model).toBeRobustAgainst(fgsm, 0.02, { atLeast: 0 });
      await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.1 });
    });
  }
`;

let project: LinkedProject;
beforeAll(() => {
  project = linkProject({
    'vitest.config.ts': `
      import { defineConfig } from 'vitest/config';
      import { dnn } from 'vitest-dnn/plugin';
      const thresholds = process.env.ACCURACY ? { accuracy: { dre: Number(process.env.ACCURACY) } } : undefined;
      const retraining = thresholds ? false : { models: 'gated', retrain: true, epochs: 1, budgets: [0.05, 0.1] };
      export default defineConfig({ plugins: [dnn({ seed: 1, retraining, thresholds })], test: { isolate: false } });
    `,
    'specs/dre.spec.ts': spec('dre'),
    'specs/random-sampling.spec.ts': spec('randomSampling'),
  });
});
afterAll(() => project.remove());

const cache = (name: string): NodeJS.ProcessEnv => ({ DNN_CACHE_DIR: join(project.folder, name) });
const textOf = (file: string): string => readFileSync(join(project.folder, 'reports/dnn', file), 'utf8');
const reportOf = (): Report => validateReport(JSON.parse(textOf('report.json')), 'report.json');
/** The report without times, in its order. */
const withoutSeconds = (report: Report): string =>
  JSON.stringify(report, (key, value: unknown) => (key === 'seconds' ? undefined : value));

/** The page without times: measured seconds, and how they rank. */
const pageOf = (): string => textOf('index.html').replace(/<td class="right faint"\s*>[\d,]+<\/td>/g, '');

describe('the report', () => {
  let first: Report;
  let lines: string;
  let page: string;

  test('is printed, and written as JSON, Markdown, HTML and JSON lines', async () => {
    const { status, stdout, stderr } = await project.vitest(['run'], cache('first'));
    expect(status, stdout + stderr).toBe(0);
    expect(stdout.indexOf('Acquisition functions  glyphs')).toBeGreaterThan(stdout.indexOf('Test Files'));
    expect(stdout).toContain('Gates  12 passed');
    expect(stdout.match(/^Selection for retraining/gm)).toHaveLength(4);

    first = reportOf();
    expect(first.gates).toHaveLength(12);
    expect(first.models.map(({ name }) => name)).toEqual(
      ['dre', 'randomSampling'].flatMap((name) => [1, 2].map((seed) => `multilayerPerceptron-${name}-${seed}`)),
    );
    const [comparison] = first.comparisons;
    expect(comparison).toMatchObject({ attack: 'fgsm(0.02)', initial: 40, labels: 120, stages: 2, seeds: [1, 2] });
    expect(comparison.rows.find(({ acquisition }) => acquisition === 'randomSampling')?.differenceToRandom).toEqual({
      mean: 0,
      deviation: 0,
    });
    expect(JSON.stringify(first)).not.toContain(project.folder);

    page = pageOf();
    const markdown = textOf('report.md');
    expect(markdown).toContain('## Acquisition functions');
    expect(markdown).toContain('## Selection for retraining');
    expect(page).toMatch(/All 12 gates passed[^]+Learning curves[^]+Robustness curves[^]+Selection for retraining/);
  });

  test('lists the selected inputs, which the model was not trained on', () => {
    const [{ budgets, poolSize, before }] = first.retraining;
    expect(poolSize).toBe(80);
    expect(budgets.map(({ budget, inputs }) => [budget, inputs])).toEqual([
      [0.05, 4],
      [0.1, 8],
    ]);
    for (const quality of [before, ...budgets.flatMap(({ selected, random }) => [selected, random])]) {
      expect(quality).toEqual({ accuracy: expect.any(Number), robustAccuracy: expect.any(Number) });
    }
    lines = textOf(budgets[1].file);
    const selected = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number>);
    expect(selected).toHaveLength(8);
    expect(selected.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(selected.map(({ position }) => position)).size).toBe(8);
    expect(selected.every(({ entropy }) => entropy >= 0 && entropy <= Math.log(10))).toBe(true);
  });

  test('is the same except for times when the models are trained again in shards and merged', async () => {
    for (const shard of [1, 2]) {
      const { status, stdout, stderr } = await project.vitest(
        ['run', `--shard=${shard}/2`, '--reporter=blob'],
        cache(`shard-${shard}`),
      );
      expect(status, stdout + stderr).toBe(0);
    }
    const { status, stdout, stderr } = await project.vitest(['--merge-reports'], cache('none'));
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain('Gates  12 passed');
    expect(withoutSeconds(reportOf())).toBe(withoutSeconds(first));
    expect(textOf(first.retraining[0].budgets[1].file)).toBe(lines);
    expect(pageOf()).toBe(page);
    expect(existsSync(join(project.folder, 'none'))).toBe(false);
  });

  test('goes to stderr if a machine reads stdout, and to the summary of a GitHub step', async () => {
    const summary = join(project.folder, 'summary.md');
    writeFileSync(summary, 'Before.\n');
    const { stdout, stderr } = await project.vitest(['run', '--reporter=junit', '--maxWorkers=1'], {
      ...cache('first'),
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(stdout).toMatch(/^<\?xml[^]+<\/testsuites>\s*$/);
    expect(stderr).toContain('Acquisition functions  glyphs');
    expect(withoutSeconds(reportOf())).toBe(withoutSeconds(first));
    expect(readFileSync(summary, 'utf8')).toBe(`Before.\n${textOf('report.md')}\n`);
  });

  test('fails the run if a mean is below its threshold', async () => {
    const environment = { ...cache('first'), ACCURACY: '0.999' };
    const { status, stdout } = await project.vitest(['run', '--maxWorkers=1'], environment);
    expect(stdout).toMatch(/Tests +4 passed/);
    expect(stdout).toContain('✗ threshold: accuracy of dre');
    expect(status).toBe(1);
  });

  test('is not started with an invalid configuration', async () => {
    writeFileSync(
      join(project.folder, 'wrong.config.ts'),
      "import { dnn } from 'vitest-dnn/plugin'; export default { plugins: [dnn({ sed: 1 })] };",
    );
    const { status, stderr } = await project.vitest(['run', '--config', 'wrong.config.ts']);
    expect(status).toBe(1);
    expect(stderr).toContain('dnn: there is no option "sed".');
  });
});
