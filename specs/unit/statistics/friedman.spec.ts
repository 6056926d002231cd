import { expect, test } from 'vitest';
import { friedman } from '../../../src/statistics/index.ts';

test('ranks the largest value of a block first', () => {
  expect(friedman([[0.9, 0.5, 0.7], [0.8, 0.1, 0.4]]).meanRanks).toEqual([1, 3, 2]); // prettier-ignore
});

test('finds no difference between treatments that are always equal', () => {
  expect(friedman([[1, 1, 1], [2, 2, 2]])).toEqual({ statistic: 0, freedom: 2, pValue: 1, meanRanks: [2, 2, 2] }); // prettier-ignore
});

test.each<[string, number[][], string]>([
  ['no blocks', [], 'friedman: got 0 blocks of no treatments.'],
  ['two treatments', [[1, 2]], 'friedman: got 1 blocks of 2 treatments.'],
  ['blocks of different lengths', [[1, 2, 3], [1, 2]], 'friedman: got 2 blocks of 3, 2 treatments.'], // prettier-ignore
  ['NaN', [[1, 2, 3], [1, NaN, 2]], 'friedman: value 1 of block 1 is NaN.'], // prettier-ignore
  ['a symbol', [[1, 2, 3], [1, Symbol('s'), 2]] as never, 'friedman: value 1 of block 1 is Symbol(s).'], // prettier-ignore
])('rejects %s', (_, values, message) => {
  expect(() => friedman(values)).toThrow(message);
});
