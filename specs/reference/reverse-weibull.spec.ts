import { describe, expect, test } from 'vitest';
import { fitReverseWeibull, fitReverseWeibullNear, kolmogorovSmirnov } from '../../src/statistics/index.ts';
import golden from './golden/reverse-weibull.json' with { type: 'json' };
import near from './golden/reverse-weibull-near.json' with { type: 'json' };

// golden/reverse-weibull.json: python specs/reference/generators/reverse-weibull.py
// golden/reverse-weibull-near.json: python specs/reference/generators/reverse-weibull-near.py

describe(`SciPy ${golden.scipy}`, () => {
  test.each(golden.fits)('weibull_max.fit of $maxima.length maxima, shape $shape', ({ maxima, ...expected }) => {
    const fit = fitReverseWeibull(maxima);
    expect(fit?.logLikelihood).toBeCloseTo(expected.logLikelihood, 6);
    for (const name of ['location', 'scale', 'shape'] as const) {
      expect(Math.abs((fit?.[name] ?? 0) / expected[name] - 1), name).toBeLessThan(1e-4);
    }
    expect(fit?.p).toBeCloseTo(expected.p, 4);
  });

  test.each(near.fits)('weibull_max.fit of few maxima, whose end $location is near', ({ maxima, ...expected }) => {
    expect(fitReverseWeibull(maxima)).toBeUndefined(); // too little evidence for an end at any distance
    const fit = fitReverseWeibullNear(maxima, 0.75);
    expect(fit?.logLikelihood).toBeCloseTo(expected.logLikelihood, 6);
    for (const name of ['location', 'scale', 'shape'] as const) {
      expect(Math.abs((fit?.[name] ?? 0) / expected[name] - 1), name).toBeLessThan(1e-4);
    }
    expect(fitReverseWeibullNear(maxima, 0.01)).toBeUndefined();
  });

  test.each(golden.tests)('kstest of $sample.length values, p $p', ({ sample, statistic, p }) => {
    const tested = kolmogorovSmirnov(sample, (value) => 1 / (1 + Math.exp(-value)));
    expect(tested.statistic).toBeCloseTo(statistic, 12);
    expect(Math.abs(tested.p - p)).toBeLessThan(1e-6 * p + 1e-9);
  });
});
