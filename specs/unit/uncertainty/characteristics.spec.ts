import { expect, test } from 'vitest';
import { entropies, giniImpurities, leastConfidences, margins } from '../../../src/uncertainty/characteristics.ts';
import { matrixOf } from '../acquisition/matrix.ts';

const sure = [0, 1, 0, 0];
const torn = [0.5, 0, 0, 0.5];
const blank = [0.25, 0.25, 0.25, 0.25];
const rows = matrixOf([sure, torn, blank]);

test('entropy is in nats and counts 0 log 0 as 0', () => {
  expect(entropies(rows)).toEqual(Float64Array.of(0, Math.LN2, 2 * Math.LN2));
});

test('Gini impurity is the probability that two draws differ', () => {
  expect(giniImpurities(rows)).toEqual(Float64Array.of(0, 0.5, 0.75));
});

test('least confidence is 1 minus the largest probability', () => {
  expect(leastConfidences(rows)).toEqual(Float64Array.of(0, 0.5, 0.75));
});

test('margin is the lead of the most probable class over the second, in any columns', () => {
  expect(margins(matrixOf([sure, torn, blank, [0.125, 0.5, 0.375, 0], [0.5, 0.125, 0, 0.375]]))).toEqual(
    Float64Array.of(1, 0, 0, 0.125, 0.125),
  );
});

test('NaN in a row stays NaN in every characteristic', () => {
  const broken = matrixOf([[0.5, NaN, 0.5]]);
  for (const measure of [entropies, giniImpurities, leastConfidences, margins]) expect(measure(broken)[0]).toBeNaN();
});
