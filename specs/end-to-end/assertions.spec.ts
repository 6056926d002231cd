import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkProject, type VitestRun } from '../support/linked-project.ts';

/** Assertions in a real run that pass, fail or are not awaited, and the outcome that Vitest reports. */
const project = linkProject({
  'vitest.config.ts': `
    import { defineConfig } from 'vitest/config';
    import { dnn } from 'vitest-dnn/plugin';
    export default defineConfig({ plugins: [dnn({ seed: 3, retraining: false })] });
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
  ])('%s %s', (outcome, name) => {
    expect(outcomeOf(name), result.stdout).toBe(outcome);
  });

  test('fails the run without an unhandled error', () => {
    expect(result.status).toBe(1);
    expect(result.stdout).toMatch(/Tests +5 failed \| 3 passed \(8\)/);
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
    expect(again.stdout).toMatch(/Tests +1 failed \| 7 skipped/);
  });

  test('reports that it was not awaited, at its line', () => {
    expect(result.stderr).toContain('toReachAccuracy was not awaited.');
    expect(result.stderr).toMatch(/❯ specs\/net\.spec\.ts:15:/);
  });

  test('shows only the gate of the last attempt', () => {
    expect(result.stdout.match(/^ +passes at the second attempt +accuracy.*/gm)).toHaveLength(1);
  });
});
