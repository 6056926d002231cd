import { describe, expect, test } from 'vitest';
import { ceal } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { poolOf } from './matrix.ts';

const sure = (leak: number): number[] => [1 - leak, leak];
const pool = poolOf([0.5, 0.5], sure(0), sure(0.006), sure(0.008), [0, 1], [0.6, 0.4]); // the leaks of 0.006 and 0.008 give entropies of 0.037 and 0.047
const pseudo = (options: object, stage: number, count = 1) =>
  ceal.with(options).select({ ...pool, stage }, count, createRandom(0)).pseudoLabelled;

test('selects the same inputs as maxEntropy', () => {
  expect(ceal.select({ ...pool, stage: 1 }, 3, createRandom(0)).selected).toEqual(Int32Array.of(0, 5, 3));
});

describe('pseudo labels', () => {
  test('are the predicted classes of inputs with entropy below the threshold', () => {
    expect(pseudo({}, 1)).toEqual({ indices: Int32Array.of(3, 2, 1, 4), labels: Int32Array.of(0, 0, 0, 1) });
  });

  test('decrease in number with every stage', () => {
    expect(pseudo({}, 3)?.indices).toEqual(Int32Array.of(2, 1, 4)); // below 0.0434
    expect(pseudo({}, 6)?.indices).toEqual(Int32Array.of(1, 4)); // below 0.0335
    expect(pseudo({}, 16)?.indices).toEqual(Int32Array.of(1, 4)); // below 0.0005
    expect(pseudo({}, 17)?.indices).toHaveLength(0); // below 0, so none
  });

  test('exclude selected inputs', () => {
    expect(pseudo({ threshold: 10, decay: 0 }, 1, 4)?.indices).toEqual(Int32Array.of(1, 4));
  });
});
