import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson, wilson } from '../../../src/statistics/index.ts';

const outcome = fc.integer({ min: 1, max: 5_000 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    successes: fc.nat(n),
    confidence: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
  }),
);

describe.each([
  ['wilson', wilson],
  ['clopperPearson', clopperPearson],
])('%s', (name, interval) => {
  test('contains the observed share and lies in [0, 1]', () => {
    fc.assert(
      fc.property(outcome, ({ successes, n, confidence }) => {
        const { low, high, ...rest } = interval(successes, n, confidence);
        expect(low >= 0 && low <= successes / n && successes / n <= high && high <= 1).toBe(true);
        expect(rest).toEqual({ confidence });
      }),
    );
  });

  test('is mirrored if successes and failures are exchanged', () => {
    fc.assert(
      fc.property(outcome, ({ successes, n, confidence }) => {
        const [one, other] = [interval(successes, n, confidence), interval(n - successes, n, confidence)];
        expect(one.low).toBeCloseTo(1 - other.high, 7);
        expect(one.high).toBeCloseTo(1 - other.low, 7);
      }),
    );
  });

  test('widens with the confidence', () => {
    fc.assert(
      fc.property(outcome, ({ successes, n, confidence }) => {
        const [narrow, wide] = [interval(successes, n, confidence), interval(successes, n, (1 + confidence) / 2)];
        expect(wide.low).toBeLessThanOrEqual(narrow.low);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
      }),
    );
  });

  test('has a confidence of 0.95 by default', () => {
    expect(interval(7, 9)).toEqual(interval(7, 9, 0.95));
  });

  test('touches 0 without successes and 1 without failures', () => {
    expect(interval(0, 20).low).toBe(0);
    expect(interval(20, 20).high).toBe(1);
    expect(interval(0, 20).high).toBeLessThan(1);
    expect(interval(20, 20).low).toBeGreaterThan(0);
  });

  test.each([
    [0, 0, 0.95, 'n is 0'],
    [1, 2.5, 0.95, 'n is 2.5'],
    [-1, 5, 0.95, 'successes is -1'],
    [6, 5, 0.95, 'successes is 6'],
    [0.8, 5, 0.95, 'Pass the count, not the share'],
    [1, 5, 1, 'confidence is 1'],
    [1, 5, Number.NaN, 'confidence is NaN'],
  ])('rejects %d of %d at %d', (successes, n, confidence, message) => {
    expect(() => interval(successes, n, confidence)).toThrow(message);
    expect(() => interval(successes, n, confidence)).toThrow(`${name}: `);
    expect(() => interval(successes, n, confidence)).toThrow(expect.objectContaining({ code: 'DNN_INVALID_OPTION' }));
  });
});

test('clopperPearson covers every share with at least its confidence', () => {
  const n = 12;
  const intervals = Array.from({ length: n + 1 }, (_, successes) => clopperPearson(successes, n, 0.9));
  const binomial = (k: number, share: number): number => {
    let ways = 1;
    for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
    return ways * share ** k * (1 - share) ** (n - k);
  };
  for (let share = 0.005; share < 1; share += 0.005) {
    const covered = intervals.reduce(
      (sum, { low, high }, k) => sum + (low <= share && share <= high ? binomial(k, share) : 0),
      0,
    );
    expect(covered).toBeGreaterThanOrEqual(0.9 - 1e-9);
  }
});
