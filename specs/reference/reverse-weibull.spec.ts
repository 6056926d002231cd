import { describe, expect, test } from 'vitest';
import { fitReverseWeibull, kolmogorovSmirnov } from '../../src/statistics/index.ts';
import golden from './golden/reverse-weibull.json' with { type: 'json' };

// golden/reverse-weibull.json: python specs/reference/generators/reverse-weibull.py

describe(`SciPy ${golden.scipy}`, () => {
  test.each(golden.fits)('weibull_max.fit of $maxima.length maxima, shape $shape', ({ maxima, ...expected }) => {
    const fit = fitReverseWeibull(maxima);
    expect(fit?.logLikelihood).toBeCloseTo(expected.logLikelihood, 6);
    for (const name of ['location', 'scale', 'shape'] as const) {
      expect(Math.abs((fit?.[name] ?? 0) / expected[name] - 1), name).toBeLessThan(1e-4);
    }
    expect(fit?.p).toBeCloseTo(expected.p, 4);
  });

  test.each(golden.tests)('kstest of $sample.length values, p $p', ({ sample, statistic, p }) => {
    const tested = kolmogorovSmirnov(sample, (value) => 1 / (1 + Math.exp(-value)));
    expect(tested.statistic).toBeCloseTo(statistic, 12);
    expect(Math.abs(tested.p - p)).toBeLessThan(1e-6 * p + 1e-9);
  });
});
