import { expect, test } from 'vitest';
import { dropoutEntropy } from '../../../src/acquisition/index.ts';
import { drawsOf } from './matrix.ts';

const opposed = drawsOf([[1, 0]], [[0, 1]]);

test('scores the mean of the draws, or averages the scores of the draws', () => {
  expect(dropoutEntropy.scores?.(opposed)).toEqual(Float64Array.of(Math.log(2)));
  expect(dropoutEntropy.with({ average: 'scores' }).scores?.(opposed)).toEqual(Float64Array.of(0));
});
