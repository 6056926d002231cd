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
  expect(variationRatio.scores?.(pool)).toEqual(Float64Array.of(0, 0.5, 0.25)); // ties go to the first class
});

test('is the least confidence without dropout for a single draw', () => {
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
