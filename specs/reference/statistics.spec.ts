import { describe, expect, test } from 'vitest';
import {
  annotationsToReach,
  areaUnderCurve,
  clopperPearson,
  confidenceSequence,
  deviation,
  divergenceOf,
  histogram,
  holm,
  jensenShannon,
  learningCurve,
  mean,
  midRanks,
  normalTail,
  pearson,
  sumOfDifferences,
  wilcoxon,
  wilson,
  winTieLoss,
  type WilcoxonOptions,
} from '../../src/statistics/index.ts';
import { selectionBias } from '../../src/uncertainty/index.ts';
import golden from './golden/statistics.json' with { type: 'json' };

// golden/statistics.json: python specs/reference/generators/statistics.py

/** Expects agreement within a relative plus an absolute tolerance. */
function expectNear(value: number, expected: number, relative: number, absolute = 1e-15): void {
  expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(
    relative * Math.abs(expected) + absolute,
  );
}

describe(`SciPy ${golden.scipy}, NumPy ${golden.numpy}, statsmodels ${golden.statsmodels}`, () => {
  test.each(golden.intervals)(
    'intervals of $successes successes of $n at $confidence',
    ({ successes, n, confidence, ...expected }) => {
      for (const [{ low, high }, [expectedLow, expectedHigh]] of [
        [wilson(successes, n, confidence), expected.wilson],
        [clopperPearson(successes, n, confidence), expected.clopperPearson],
      ] as const) {
        // jstat stops its search for a quantile at a relative step size of 1e-8
        expectNear(low, expectedLow, 1e-7);
        expectNear(high, expectedHigh, 1e-7);
      }
      const sequence = confidenceSequence(successes, n, confidence);
      expectNear(sequence.low, expected.sequence[0], 1e-9);
      expectNear(sequence.high, expected.sequence[1], 1e-9);
    },
  );

  test.each(golden.distributions)('jensenShannon, pair %$', ({ p, q, jensenShannon: expected }) => {
    expectNear(jensenShannon(p, q), expected, 1e-12, 1e-14);
  });

  test.each(golden.histograms)('histogram %$', ({ values, bins, range, counts }) => {
    const shares = histogram(values, bins, range as [number, number]);
    expect(Array.from(shares, (share) => Math.round(share * values.length))).toEqual(counts);
  });

  test.each(golden.divergences)('divergenceOf $selected.length of 400', ({ selected, pool, divergence }) => {
    expectNear(divergenceOf(selected, pool), divergence, 1e-10, 1e-14);
  });

  test.each(golden.series)('series of $x.length', ({ x, y, budgets, ...expected }) => {
    expectNear(pearson(x, y), expected.pearson, 1e-9);
    expectNear(mean(y), expected.mean, 1e-12);
    expectNear(deviation(y), expected.deviation, 1e-10);
    expectNear(areaUnderCurve(budgets, y), expected.areaUnderCurve, 1e-10);
  });

  test.each(golden.tests)('wilcoxon of $x.length pairs', ({ x, y, positive, pValues }) => {
    for (const [name, expected] of Object.entries(pValues)) {
      const [alternative, method] = name.split(' ') as [WilcoxonOptions['alternative'], WilcoxonOptions['method']];
      const result = wilcoxon(x, y, { alternative, method });
      expectNear(result.pValue, expected, 1e-11);
      expect(result.positive).toBe(positive);
    }
  });

  test.each(golden.corrections)('holm of $pValues.length tests', ({ pValues, corrected }) => {
    holm(pValues).forEach((value, i) => expectNear(value, corrected[i], 1e-12));
  });

  test.each(golden.tails)('normalTail of $z', ({ z, tail }) => expectNear(normalTail(z), tail, 1e-12, 1e-300));

  test.each(golden.ranks)('midRanks of $values.length values', ({ values, ranks }) => {
    expect(midRanks(values)).toEqual(ranks);
  });

  test.each(golden.biases)('selectionBias of $selected.length of 300', ({ probabilities, labels, selected, bias }) => {
    const pool = { data: Float32Array.from(probabilities), rows: 300, columns: 5 };
    const measured = selectionBias(pool, selected, labels);
    expect(Object.keys(measured)).toEqual(Object.keys(bias));
    for (const [name, expected] of Object.entries(bias)) {
      expectNear(measured[name as keyof typeof bias], expected, 1e-10, 1e-14);
    }
  });

  test.each(golden.curves)('curves over $labels.length stages', ({ runs, baseline, labels, ...expected }) => {
    learningCurve(runs).forEach((stage, i) => {
      expectNear(stage.mean, expected.mean[i], 1e-12);
      expectNear(stage.deviation, expected.deviation[i], 1e-10);
    });
    expectNear(sumOfDifferences(runs[0], baseline), expected.sumOfDifferences, 1e-10, 1e-12);
    expect(annotationsToReach(labels, runs[0], 0.6) ?? null).toBe(expected.annotations);
    const { wins, ties, losses } = winTieLoss(runs[0], baseline, 0.1);
    expect([wins, ties, losses]).toEqual(expected.winTieLoss);
  });
});
