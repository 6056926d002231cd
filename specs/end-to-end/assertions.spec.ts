import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkProject, type VitestRun } from '../support/linked-project.ts';

/** Assertions in a real run that pass, fail or are not awaited, and the outcome that Vitest reports. */
const project = linkProject({
  'vitest.config.ts': `
    import { defineConfig } from 'vitest/config';
    import { dnn } from 'vitest-dnn/plugin';
    const test = { testTimeout: 900, isolate: false, maxWorkers: 1 };
    export default defineConfig({ plugins: [dnn({ seed: 3, retraining: false })], test });
  `,
  'specs/net.spec.ts': `
    import { describe, test, glyphs, multilayerPerceptron, fgsm, startEngine } from 'vitest-dnn';
    await startEngine();
    const { test: split } = glyphs({ train: 10, test: 20 });
    const classifier = multilayerPerceptron({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
    const model = { classifier, split };

    test('passes', async ({ expect }) => { await expect(model).toReachAccuracy(0); });
    describe('a gate (of 8 bits)', () => {
      test('fails', async ({ expect }) => {
        await expect(model).toBeRobustAgainst(fgsm, 0.5, { atLeast: 0.9 });
      });
    });
    test('unawaited, would pass', ({ expect }) => {
      expect(model).toReachAccuracy(0);
    });
    test('unawaited, would fail', ({ expect }) => {
      expect(model).toReachAccuracy(1);
    });
    test('unawaited, soft', ({ expect }) => {
      expect.soft(model).toReachAccuracy(1);
    });
    test('after them', async ({ expect }) => { await expect(model).not.toReachAccuracy(1); });
    test('soft assertions continue', async ({ expect }) => {
      await expect.soft(model).toReachAccuracy(0.99);
      await expect.soft(model).toReachAccuracy(0.98);
    });
    test('passes at the second attempt', { retry: 1 }, async ({ expect, task }) => {
      await expect(model).toReachAccuracy(task.result?.retryCount ? 0 : 1);
    });
    test.fails('fails as expected', async ({ expect }) => { await expect(model).toReachAccuracy(1); });
    test('is refused', async ({ expect }) => { await expect(model).toReachAccuracy(7); });
  `,
  'specs/time.spec.ts': `
    import { expect, test } from 'vitest';
    import { test as base, glyphs, multilayerPerceptron, trained } from 'vitest-dnn';
    const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));
    const dataset = glyphs({ train: 10, test: 20 });
    const slow = base.extend('model', { scope: 'file' }, trained(async () => {
      await pause();
      return { dataset, architecture: multilayerPerceptron, cache: false };
    }));

    test('hangs without a model', async ({ signal }) => {
      signal.addEventListener('abort', () => console.log('its signal is aborted'));
      await new Promise(() => {});
    });
    test('has a limit of its own', { timeout: 20 }, () => new Promise(() => {}));
    slow('waits for the fixture', ({ model }) => void model);
    slow('has a model', async ({ model }) => { await pause(); void model; });
    test('waits for an assertion', async () => {
      const predict = async (_, rows) => { await pause(); return { data: new Float32Array(2 * rows), rows, columns: 2 }; };
      const split = { inputs: new Float32Array(6), itemShape: [1], labels: new Int32Array(6), size: 6 };
      await expect({ classifier: { predict, classes: 2 }, split }).toReachAccuracy(1);
    });
    test('does not await', () => void expect(dataset).toReachAccuracy(1));
  `,
});
let result: VitestRun;
beforeAll(async () => {
  result = await project.vitest(['run', '--reporter=verbose']);
});
afterAll(() => project.remove());

const outcomeOf = (name: string): string | undefined =>
  new RegExp(`^ *([✓×]) .*${name}( |$)`, 'm').exec(result.stdout)?.[1];

describe('an assertion in a real run', () => {
  test.each([
    ['✓', 'passes'],
    ['×', 'fails'],
    ['×', 'unawaited, would pass'],
    ['×', 'unawaited, would fail'],
    ['×', 'unawaited, soft'],
    ['✓', 'after them'],
    ['×', 'soft assertions continue'],
    ['✓', 'passes at the second attempt'],
    ['✓', 'fails as expected'],
    ['×', 'is refused'],
    ['×', 'hangs without a model'],
    ['×', 'has a limit of its own'],
    ['✓', 'waits for the fixture'],
    ['✓', 'has a model'],
    ['✓', 'waits for an assertion'],
    ['×', 'does not await'],
  ])('%s %s', (outcome, name) => {
    expect(outcomeOf(name), result.stdout).toBe(outcome);
  });

  test('fails the run without an unhandled error', () => {
    expect(result.status).toBe(1);
    expect(result.stdout).toMatch(/Tests +9 failed \| 6 passed \| 1 expected fail \(16\)/);
    expect(result.stderr).not.toContain('Unhandled');
  });

  test('prints the measurement, and points to the line', () => {
    expect(result.stderr).toContain('to have a robust accuracy under fgsm(0.5) of at least 0.9, but it has ');
    expect(result.stderr).toMatch(/❯ specs\/net\.spec\.ts:11:/);
  });

  test('prints a command that repeats it', async () => {
    const command = /Reproduce: npx vitest (run specs\/net\.spec\.ts -t "(a gate \.of 8 bits\. \.\*fails)")/.exec(
      result.stderr,
    );
    expect(command, result.stderr).not.toBeNull();
    const again = await project.vitest(['run', 'specs/net.spec.ts', '-t', command?.[2] ?? '']);
    expect(again.stdout).toMatch(/Tests +1 failed \| 9 skipped/);
  });

  test('reports that it was not awaited, at its line', () => {
    expect(result.stderr).toContain('toReachAccuracy was not awaited.');
    expect(result.stderr).toMatch(/❯ specs\/net\.spec\.ts:15:/);
  });

  test('keeps the user’s time limits for tests without a model', () => {
    expect(result.stderr).toMatch(
      /hangs without a model\n[^\n]*: Test timed out in 900ms\.\n.*\n ❯ specs\/time\.spec\.ts:11:/,
    );
    expect(result.stderr).toContain('Test timed out in 20ms.');
    expect(result.stdout).toContain('its signal is aborted');
  });

  test('counts as Vitest counts its test, in the order of the file', () => {
    expect(result.stdout).toContain('Gates  6 failed, 1 undecided, 2 errors, 4 passed');
    const rows = result.stdout.slice(result.stdout.indexOf('Gates  ')).split('specs/time.spec.ts')[0];
    expect([...rows.matchAll(/^ {2}(\S.*?) {2,}(?:accuracy|robust|toReach)/gm)].map(([, name]) => name)).toEqual([
      'passes',
      'a gate (of 8 bits) > fails',
      'unawaited, would pass',
      'unawaited, would fail',
      'unawaited, soft',
      'after them',
      'soft assertions continue',
      'soft assertions continue',
      'passes at the second attempt',
      'fails as expected',
      'is refused',
    ]);
    expect(rows).toMatch(/fails as expected +accuracy .*✓/);
    expect(rows).toMatch(/is refused +toReachAccuracy +error ✗/);
  });

  test('points to the line of the user where it is refused', () => {
    expect(result.stderr).toMatch(/toReachAccuracy: the threshold is 7\.\n.*\n.*\n ❯ specs\/net\.spec\.ts:\d+:/);
  });

  test('shows only the gate of the last attempt', () => {
    expect(result.stdout.match(/^ +passes at the second attempt +accuracy.*/gm)).toHaveLength(1);
  });
});
