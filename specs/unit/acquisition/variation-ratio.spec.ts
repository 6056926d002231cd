import { expect, test } from 'vitest';
import { variationRatio } from '../../../src/acquisition/index.ts';
import { drawsOf } from './matrix.ts';

test('is the share of draws that vote against the most frequent class', () => {
  const pool = drawsOf(
    [
      [0.9, 0.1],
      [0.9, 0.1],
      [0.1, 0.9],
    ],
    [
      [0.9, 0.1],
      [0.1, 0.9],
      [0.1, 0.9],
    ],
    [
      [0.9, 0.1],
      [0.5, 0.5],
      [0.1, 0.9],
    ],
    [
      [0.9, 0.1],
      [0.4, 0.6],
      [0.6, 0.4],
    ],
  );
  expect(variationRatio.scores?.(pool)).toEqual(Float64Array.of(0, 0.5, 0.25)); // of equal classes the first counts
});

test('of a single draw is the least confidence of the model without dropout', () => {
  const single = variationRatio.with({ draws: 1 });
  expect(single.needs).toEqual({ posteriorSamples: { draws: 1, dropoutRate: 0 } });
  expect(
    single.scores?.(
      drawsOf([
        [0.75, 0.25],
        [0.5, 0.5],
      ]),
    ),
  ).toEqual(Float64Array.of(0.25, 0.5));
});
