import { describe, expect, test } from 'vitest';
import { mcnemar } from '../../src/statistics.ts';
import { figures } from './agreement.ts';
import golden from './golden/mcnemar.json' with { type: 'json' };

// golden/mcnemar.json: python -P specs/reference/generators/mcnemar.py

describe(`statsmodels ${golden.statsmodels}`, () => {
  test.each(golden.mcnemar)('mcnemar with $worse worse and $better better inputs', ({ worse, better, pValue }) => {
    const p = mcnemar(worse, better);
    const difference = Math.abs(p - pValue) / Math.max(pValue, 1e-290);
    expect(difference, figures(`p ${p}, relative difference ${difference}`)).toBeLessThan(1e-9);
  });
});
