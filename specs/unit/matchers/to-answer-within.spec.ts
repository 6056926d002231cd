import { describe, expect, test, type TestContext } from 'vitest';
import type { RunningTest } from '../../../matchers/pending/task.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };
const metaOf = ({ task }: TestContext) => validateTaskMeta((task as RunningTest).meta.dnn, 'the gates');

describe('toAnswerWithin', () => {
  test('passes if a percentile of the times is small enough', async (context) => {
    await expect(model).toAnswerWithin(60_000, { percentile: 50, batch: 4, calls: 20 });
    await expect(model).not.toAnswerWithin(1e-6, { calls: 80, decide: 'interval' });
    expect(metaOf(context).gates).toMatchObject([
      { outcome: 'passed', unit: 'milliseconds', quantity: 'answer time at percentile 50 for 4 inputs' },
      { outcome: 'passed', unit: 'milliseconds', quantity: 'answer time at percentile 95', negated: true },
    ]);
  });

  test('lists the times when it fails', async () => {
    const message = await messageOf(expect(model).toAnswerWithin(1e-6, { calls: 80 }));
    expect(message).toMatch(
      /^expected threshold to have an answer time at percentile 95 of at most 0 ms, but it has [\d.]+ ms\n/,
    );
    expect(message).toMatch(/inputs +80 in 80 calls; median [\d.]+ ms, fastest [\d.]+ ms, slowest [\d.]+ ms\n/);
    expect(message).toMatch(/try +a threshold of [\d.]+ ms/);
  });

  test.each([0, -1, Number.NaN, '20'])('rejects the time %s', async (ms) => {
    await expect(expect(model).toAnswerWithin(ms as number)).rejects.toThrow(InvalidOptionError);
  });
});
