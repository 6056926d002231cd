import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/random/index.ts';
import { fitReverseWeibull } from '../../../src/statistics/index.ts';

const sampleOf = (seed: number, size: number, shape: number, location: number, scale: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: size }, () => location - scale * (-Math.log(1 - random.uniform())) ** (1 / shape));
};

describe('fitReverseWeibull', () => {
  test('finds the distribution of the sample', () => {
    const fit = fitReverseWeibull(sampleOf(1, 5000, 3, 2, 0.5));
    expect(fit?.location).toBeCloseTo(2, 1);
    expect(fit?.scale).toBeCloseTo(0.5, 1);
    expect(Math.abs((fit?.shape ?? 0) - 3)).toBeLessThan(0.3);
    expect(fit?.p).toBeGreaterThan(0.1);
  });

  test('shifts and scales with its sample', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (seed, shift, factor) => {
          const sample = sampleOf(seed, 60, 3, 1, 0.4);
          const [fit, moved] = [sample, sample.map((value) => shift + factor * value)].map(fitReverseWeibull);
          expect(moved === undefined).toBe(fit === undefined);
          if (!fit || !moved) return;
          expect(Math.abs(moved.location - (shift + factor * fit.location))).toBeLessThan(1e-3 * factor);
          expect(Math.abs(moved.shape / fit.shape - 1)).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('never puts the location below the sample', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }), { minLength: 3, maxLength: 30 }), (maxima) => {
        const fit = fitReverseWeibull(maxima);
        if (fit) expect(fit.location).toBeGreaterThanOrEqual(Math.max(...maxima));
      }),
      { numRuns: 50 },
    );
  });

  test('finds an endpoint only if the sample gives evidence for one', () => {
    const found = (shape: number): number =>
      Array.from({ length: 24 }, (_, seed) => fitReverseWeibull(sampleOf(seed, 30, shape, 2, shape))).filter(Boolean)
        .length;
    expect(found(1.5)).toBeGreaterThan(16);
    expect(found(1e4)).toBeLessThan(5); // practically a Gumbel distribution
  });

  test.each([
    ['a constant', new Float64Array(10).fill(3)],
    ['two distinct values', Float64Array.of(1, 2, 1, 2, 1, 2)],
    ['a tail without an endpoint', sampleOf(1, 50, 1, 0, 1).map((value) => -value)],
  ])('returns undefined for %s', (_, maxima) => {
    expect(fitReverseWeibull(maxima)).toBeUndefined();
  });
});
