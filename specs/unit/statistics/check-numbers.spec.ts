import { describe, expect, test } from 'vitest';
import * as statistics from '../../../src/statistics.ts';

const { InvalidOptionError, learningCurve, mean, median, pearson, wilcoxon, winTieLoss } = statistics;

test.each<[string, () => unknown]>([
  ['mean of NaN', () => mean([1, Number.NaN])],
  ['mean of strings', () => mean(['1'] as never)],
  ['median of nothing', () => median(undefined as never)],
  ['pearson of infinity', () => pearson([1, Infinity], [1, 2])],
  ['winTieLoss with an infinite margin', () => winTieLoss([1], [2], Infinity)],
  ['wilcoxon of an unknown option', () => wilcoxon([1, 2], [2, 1], { alternativ: 'less' } as never)],
  ['wilcoxon of another alternative', () => wilcoxon([1, 2], [2, 1], { alternative: 'more' as never })],
  ['wilcoxon of strings', () => wilcoxon(['1', '2'] as never, [2, 1])],
])('%s is refused', (_, call) => {
  expect(call).toThrow(InvalidOptionError);
});

type Lists = (list: (...values: number[]) => readonly number[]) => unknown;

describe.each<[string, (...values: number[]) => readonly number[]]>([
  ['integers', (...values) => Int32Array.from(values) as never],
  ['bytes', (...values) => Uint8Array.from(values) as never],
  ['doubles', (...values) => Float64Array.from(values) as never],
])('a typed array of %s', (_, typed) => {
  test.each<[string, Lists]>([
    ['mean', (list) => mean(list(1, 2))],
    ['median', (list) => median(list(1, 2))],
    ['pearson', (list) => pearson(list(0, 2, 5), [0.1, 0.3, 0.2])],
    ['learningCurve', (list) => learningCurve([list(1, 2), list(2, 2)])],
    ['winTieLoss', (list) => winTieLoss(list(1, 2), [1.5, 1.5])],
  ])('is a list of numbers for %s', (__, call) => {
    expect(call(typed)).toEqual(call((...values) => values));
  });
});
