import { describe, expect, test } from 'vitest';
import { bald, ensemble } from '../../../src/acquisition/index.ts';
import { drawsOf } from './matrix.ts';

const pool = drawsOf(
  [
    [1, 0],
    [0.5, 0.5],
    [1, 0],
    [1, 0],
  ],
  [
    [1, 0],
    [0.5, 0.5],
    [0, 1],
    [0.5, 0.5],
  ],
);

test('is the mutual information: 0 if draws agree, log 2 if they are certain of two different classes', () => {
  const [agreed, unsure, opposed, between] = bald.scores?.(pool) ?? [];
  expect([agreed, unsure]).toEqual([0, 0]);
  expect(opposed).toBeCloseTo(Math.log(2), 12);
  expect(between).toBeCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25) - Math.log(2) / 2, 12);
});

test('counts votes with the estimator "disagreement"', () => {
  expect(bald.with({ estimator: 'disagreement' }).scores?.(pool)).toEqual(Float64Array.of(0, 0, 0.5, 0));
});

describe('draws', () => {
  test('come from dropout or from an ensemble', () => {
    expect(bald.needs).toEqual({ posteriorSamples: { draws: 10, dropoutRate: null } });
    expect(bald.with({ draws: 20, dropoutRate: 0.25 }).needs).toEqual({
      posteriorSamples: { draws: 20, dropoutRate: 0.25 },
    });
    expect(bald.with({ draws: ensemble(5) }).needs).toEqual({ posteriorSamples: { ensemble: 5 } });
  });

  test.each([
    [{ draws: 0 }, 'bald: draws is 0.\nExpected an integer of at least 1, or ensemble(n) of at least 2.'],
    [{ draws: { ensemble: 1 } }, 'bald: draws is { ensemble: 1 }.'],
    [{ dropoutRate: 1 }, 'bald: dropoutRate is 1.\nExpected a number of at least 0 and below 1.'],
    [{ estimator: 'votes' as 'disagreement' }, "bald: estimator is 'votes'."],
  ])('reject %o', (options, message) => {
    expect(() => bald.with(options)).toThrow(message);
  });
});
