import { expect, test } from 'vitest';
import { dropoutMargin } from '../../../src/acquisition/index.ts';
import { drawsOf } from './matrix.ts';

const opposed = drawsOf([[1, 0]], [[0, 1]]);

test('scores the mean of the draws, or averages the scores of the draws', () => {
  expect(dropoutMargin.scores?.(opposed)).toEqual(Float64Array.of(0));
  expect(dropoutMargin.with({ average: 'scores' }).scores?.(opposed)).toEqual(Float64Array.of(-1));
});
