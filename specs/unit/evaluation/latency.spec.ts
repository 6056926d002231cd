import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { evaluateLatency } from '../../../src/evaluation/index.ts';
import { split } from '../matchers/threshold-model.ts';

/** A model that takes a while for its first answers, and for every tenth one. */
function slowModel(): { asked: number[]; predict: (inputs: Float32Array, count: number) => Promise<number[][]> } {
  const asked: number[] = [];
  const predict = async (inputs: Float32Array, count: number): Promise<number[][]> => {
    asked.push(count);
    if (asked.length < 5) await setTimeout(30);
    else if (asked.length % 10 === 0) await setTimeout(12);
    return Array.from({ length: count }, (_, row) => [inputs[row], 1 - inputs[row]]);
  };
  return { asked, predict };
}

describe('evaluateLatency', () => {
  test('times calls after a warm-up', async () => {
    const model = slowModel();
    const measured = await evaluateLatency(model, split, { percentile: 95, batch: 3 });
    expect(measured).toMatchObject({ kind: 'latency', calls: 100, batch: 3, inputs: 300, percentile: 95 });
    expect(model.asked).toEqual([1, ...Array.from({ length: 110 }, () => 3)]);
    const { fastest, median, value, slowest, interval } = measured;
    expect([fastest, median, value, slowest]).toEqual([fastest, median, value, slowest].sort((a, b) => a - b));
    expect(median).toBeLessThan(10);
    expect(value).toBeGreaterThan(10);
    expect(interval.low).toBeLessThanOrEqual(value);
    expect(interval.high).toBeGreaterThanOrEqual(value);
  });

  test('times as many calls as the interval of the percentile needs', async () => {
    const model = { predict: (_: Float32Array, count: number) => Array.from({ length: count }, () => [0, 1]) };
    expect((await evaluateLatency(model, split, { percentile: 99 })).calls).toBe(368);
    expect((await evaluateLatency(model, split, { percentile: 50, calls: 10 })).calls).toBe(10);
    await expect(evaluateLatency(model, split, { percentile: 99, calls: 100 })).rejects.toThrow(
      'evaluateLatency: calls is 100.\nExpected at least 368',
    );
  });

  test.each([
    { percentile: 0 },
    { percentile: 100 },
    { batch: 0 },
    { calls: 1.5 },
    { percentil: 95 },
    { batch: 3e9 },
    { calls: 2 ** 32 },
    { percentile: 99.9999999 },
  ])('refuses %o', async (options) => {
    await expect(evaluateLatency(slowModel(), split, options as never)).rejects.toThrow(InvalidOptionError);
  });
});
