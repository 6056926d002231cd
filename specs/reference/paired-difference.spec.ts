import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/errors.ts';
import { createRandom } from '../../src/random/index.ts';
import { pairedDifference } from '../../src/statistics/index.ts';
import { pairsToExclude } from '../../src/statistics/paired-difference.ts';
import golden from './golden/paired-difference.json' with { type: 'json' };

describe('pairedDifference', () => {
  // golden: python specs/reference/generators/paired-difference.py, which maximises the restricted likelihood numerically
  test.each(golden.intervals)('of $lost lost and $gained gained of $n at $confidence', (example) => {
    const { lost, gained, n, confidence, interval } = example;
    const { low, high } = pairedDifference(lost, gained, n, confidence);
    expect(low).toBeCloseTo(interval[0], 6);
    expect(high).toBeCloseTo(interval[1], 6);
  });

  test('turns round if before and after change places', () => {
    const [one, other] = [pairedDifference(9, 4, 120), pairedDifference(4, 9, 120)];
    expect(other.low).toBeCloseTo(-one.high, 12);
    expect(other.high).toBeCloseTo(-one.low, 12);
  });

  test('excludes a threshold from the number of pairs on that pairsToExclude says', () => {
    const needed = pairsToExclude(12, 4, 400, 0.05);
    const scaled = (n: number) => pairedDifference(Math.round(0.03 * n), Math.round(0.01 * n), n);
    expect(scaled(100 * Math.ceil((needed + 50) / 100)).high).toBeLessThan(0.05);
    expect(scaled(100 * Math.floor((needed - 50) / 100)).high).toBeGreaterThan(0.05);
    expect(pairsToExclude(12, 4, 400, 0.02)).toBe(Infinity);
  });

  test('holds the true difference in about 95 of 100 simulated comparisons', () => {
    const [n, lose, gain] = [300, 0.04, 0.015];
    let held = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const random = createRandom(seed);
      const draws = Array.from({ length: n }, () => random.uniform());
      const lost = draws.filter((draw) => draw < lose).length;
      const gained = draws.filter((draw) => draw >= lose && draw < lose + gain).length;
      const { low, high } = pairedDifference(lost, gained, n);
      if (low <= lose - gain && lose - gain <= high) held++;
    }
    expect(held / 2000).toBeGreaterThan(0.935);
    expect(held / 2000).toBeLessThan(0.97);
  });

  test.each([
    [3, -1, 10],
    [6, 6, 10],
    [0, 0, 0],
    [1.5, 0, 10],
  ])('refuses %f lost and %f gained of %f', (lost, gained, n) => {
    expect(() => pairedDifference(lost, gained, n)).toThrow(InvalidOptionError);
  });
});
