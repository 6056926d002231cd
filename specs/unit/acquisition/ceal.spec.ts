import { describe, expect, test } from 'vitest';
import { ceal } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

const sure = (leak: number): number[] => [1 - leak, leak];
const pool = poolOf([0.5, 0.5], sure(0), sure(0.006), sure(0.008), [0, 1], [0.6, 0.4]); // entropies of 0.037 and 0.047 between
const pseudo = (options: object, stage: number, count = 1) =>
  ceal.with(options).select({ ...pool, stage }, count, createRandom(0)).pseudoLabelled;

test('selects as maxEntropy does', () => {
  expect(ceal.select({ ...pool, stage: 1 }, 3, createRandom(0)).selected).toEqual(Int32Array.of(0, 5, 3));
});

describe('pseudo labels', () => {
  test('are the predicted classes of inputs with less entropy than the threshold', () => {
    expect(pseudo({}, 1)).toEqual({ indices: Int32Array.of(3, 2, 1, 4), labels: Int32Array.of(0, 0, 0, 1) });
  });

  test('become fewer with every stage', () => {
    expect(pseudo({}, 3)?.indices).toEqual(Int32Array.of(2, 1, 4)); // below 0.0434
    expect(pseudo({}, 6)?.indices).toEqual(Int32Array.of(1, 4)); // below 0.0335
    expect(pseudo({}, 16)?.indices).toEqual(Int32Array.of(1, 4)); // below 0.0005
    expect(pseudo({}, 17)?.indices).toHaveLength(0); // below 0, under which no entropy lies
  });

  test('never go to what is selected', () => {
    expect(pseudo({ threshold: 10, decay: 0 }, 1, 4)?.indices).toEqual(Int32Array.of(1, 4));
  });
});
