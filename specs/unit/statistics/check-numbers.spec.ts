import { expect, test } from 'vitest';
import * as statistics from '../../../src/statistics.ts';

const { InvalidOptionError, mean, median, pearson, wilcoxon, winTieLoss } = statistics;

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

test('typed arrays are lists of numbers', () => {
  expect(mean(Float64Array.of(1, 2))).toBe(1.5);
});
