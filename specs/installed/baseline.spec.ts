import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hosts, installed, writeFiles } from '../support/installed.ts';
import { run, type Finished } from '../support/project.ts';

/** A predictor that is wrong on the first inputs. On how many depends on the test and on whether the run is the first. */
const spec = `
import { describe } from 'vitest';
import { test } from 'vitest-dnn';

const size = 200;
const split = {
  inputs: Float32Array.from({ length: size }, (_, i) => i),
  itemShape: [1],
  labels: Int32Array.from({ length: size }, (_, i) => i % 2),
  size,
};
const isFirst = process.env.FIRST === '1';
const wrongOn = (first, later = first) => {
  const count = isFirst ? first : later;
  const predict = (inputs, n) => ({ labels: Int32Array.from({ length: n }, (_, i) => (inputs[i] + Number(inputs[i] < count)) % 2) });
  return { split, classifier: { name: 'parity', classes: 2, predict } };
};
let tries = 0;

describe('parity', () => {
  test('drops', async ({ expect }) => expect(wrongOn(10, 30)).toKeepQuality());
  test('is unlucky', async ({ expect }) => expect(wrongOn(10, 14)).toKeepQuality());
  test('improves', async ({ expect }) => expect(wrongOn(10, 0)).toKeepQuality());
  test(isFirst ? 'goes' : 'went', async ({ expect }) => expect(wrongOn(5)).toKeepQuality());
  test('fails early', async ({ expect }) => {
    if (!isFirst) throw new Error('a time-out before the comparison');
    await expect(wrongOn(6)).toKeepQuality();
  });
  test.concurrent('runs beside', async ({ expect }) => {
    await Promise.all([1, 2].map((count) => expect(wrongOn(count)).toKeepQuality()));
  });
  test.concurrent('another', async ({ expect }) => expect(wrongOn(3)).toKeepQuality());
  test('is retried', { retry: 1 }, async ({ expect }) => {
    const first = tries++ === 0;
    await expect(wrongOn(first ? 100 : 4, 4)).toKeepQuality();
    expect(first).toBe(false);
  });
});
`;

const config = `
import { defineConfig } from 'vitest/config';
import { dnn } from 'vitest-dnn/plugin';
const projects = ['one', 'two'].map((name) => ({ extends: true, test: { name, include: ['specs/*.spec.ts'] } }));
export default defineConfig({ plugins: [dnn({ cache: false })], test: { projects } });
`;

type Stored = Readonly<Record<string, Readonly<Record<string, { readonly value: number }>>>>;

const [, current, newest] = hosts;
describe.each([current, newest])('committed baselines, with $host:', (host) => {
  /** The run in CI prints the same with both versions of Vitest. */
  const runsInCi = host === newest;
  let folder: string;
  let [first, later, updated]: Finished[] = [];
  const stored: Record<string, Record<string, number>>[] = [];

  const vitest = (parameters: readonly string[], environment: NodeJS.ProcessEnv): Promise<Finished> => {
    const cli = join(folder, '../node_modules/vitest/vitest.mjs');
    return run(host.node(join(folder, '..')), [cli, 'run', ...parameters], folder, environment);
  };
  /** The values that the baseline holds, by test and check. */
  const read = (): void => {
    const text = readFileSync(join(folder, 'specs/__baselines__/parity.spec.ts.json'), 'utf8');
    const valuesOf = (checks: Stored[string]) =>
      Object.fromEntries(Object.entries(checks).map(([check, { value }]) => [check, value]));
    const { tests } = JSON.parse(text) as { tests: Stored };
    stored.push(Object.fromEntries(Object.entries(tests).map(([name, checks]) => [name, valuesOf(checks)])));
  };
  const flat = ({ output }: Finished): string => output.replace(/\s+/g, ' ');

  beforeAll(async () => {
    folder = join(await installed(host), 'baseline');
    writeFiles(folder, { 'vitest.config.ts': config, 'specs/parity.spec.ts': spec });
    first = await vitest(['--maxWorkers=2'], { CI: '', FIRST: '1' });
    read();
    const beside = join(folder, 'specs/__baselines__');
    copyFileSync(join(beside, 'parity.spec.ts.json'), join(beside, 'deleted.spec.ts.json'));
    writeFileSync(join(beside, 'notes.json'), '["not a baseline"]');
    const blob = ['--reporter=default', '--reporter=blob', '--outputFile.blob=blobs/blob.json'];
    if (runsInCi) later = await vitest(['-u', '--project=one', '--shard=1/1', ...blob], { CI: '1' });
    read();
    updated = await vitest(['-u', '--project=one'], { CI: '' });
    read();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the first run writes those of two projects, concurrent tests and retries', () => {
    expect(first.status, first.output).toBe(0);
    expect(first.output).toMatch(/specs\/__baselines__\/parity\.spec\.ts\.json +– +– +– +18 +– +–/);
    const ofProject = (project: string) => ({
      [`|${project}| parity > another`]: { accuracy: 0.985 },
      [`|${project}| parity > drops`]: { accuracy: 0.95 },
      [`|${project}| parity > fails early`]: { accuracy: 0.97 },
      [`|${project}| parity > goes`]: { accuracy: 0.975 },
      [`|${project}| parity > improves`]: { accuracy: 0.95 },
      [`|${project}| parity > is retried`]: { accuracy: 0.98 },
      [`|${project}| parity > is unlucky`]: { accuracy: 0.95 },
      [`|${project}| parity > runs beside`]: { accuracy: 0.995, 'accuracy #2': 0.99 },
    });
    expect(stored[0]).toEqual({ ...ofProject('one'), ...ofProject('two') });
  });

  test.runIf(runsInCi)('a run in CI writes nothing, even with -u', () => {
    expect(later.status).toBe(1);
    expect(stored[1]).toEqual(stored[0]);
    expect(later.output).toContain(
      'expected parity to have a committed baseline of its accuracy, but specs/__baselines__/parity.spec.ts.json has none',
    );
    expect(flat(later)).toContain('-t "parity .*went" outside CI, which never writes, to write it, and commit');
  });

  test.runIf(runsInCi)('a real drop fails with both values, the inputs and the command that accepts it', () => {
    expect(later.output).toContain('expected parity to keep its accuracy of 0.95, but it has 0.85');
    expect(later.output).toContain('20 of 200 inputs got worse, 0 better: p < 0.05 (1.9e-6, McNemar’s exact test)');
    expect(later.output).toContain('worse     #10 (0 → 1), #11 (1 → 0)');
    expect(flat(later)).toContain('-t "parity .*drops" -u outside CI, which never writes, to accept the new value');
  });

  test.runIf(runsInCi)('noise passes, and an improvement asks to be committed', () => {
    expect(later.output).toMatch(/Tests +3 failed \| 5 passed/);
    expect(flat(later)).toContain('2 points below the baseline, more than 1 but within chance: 4 of 200 inputs');
    expect(flat(later)).toContain('run vitest -u and commit specs/__baselines__/parity.spec.ts.json to keep it');
  });

  test('-u updates and removes; the entries of tests that failed early, and of another project, stay', () => {
    if (runsInCi) expect(flat(later)).toContain('obsolete: |one| parity > goes › accuracy');
    expect(flat(updated)).toContain('removed: |one| parity > goes › accuracy');
    const { ['|one| parity > goes']: _, ...kept } = stored[0];
    expect(stored[2]).toEqual({
      ...kept,
      '|one| parity > drops': { accuracy: 0.85 },
      '|one| parity > is unlucky': { accuracy: 0.93 },
      '|one| parity > improves': { accuracy: 1 },
      '|one| parity > went': { accuracy: 0.975 },
    });
  });

  test('the baseline of a spec file that was deleted is obsolete, and removed by -u; other files stay', () => {
    if (runsInCi) expect(later.output).toMatch(/specs\/__baselines__\/deleted\.spec\.ts\.json +– +– +– +– +– +18/);
    expect(updated.output).toContain('removed: |two| parity > drops › accuracy');
    const left = readdirSync(join(folder, 'specs/__baselines__'));
    expect(left.sort()).toEqual(['notes.json', 'parity.spec.ts.json']);
  });

  test.runIf(runsInCi)('a merged run reports those of its shards', async () => {
    const merged = await vitest(['--mergeReports=blobs'], { CI: '1' });
    expect(merged.output).toMatch(/specs\/__baselines__\/parity\.spec\.ts\.json +5 ✓ +1 +2 ✗ +– +– +–/);
  });
});
