import { describe, expect, test } from 'vitest';
import { dfal } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { matrixOf } from './matrix.ts';

const boundaryDistances = {
  indices: Int32Array.of(2, 4, 6, 9),
  distances: Float64Array.of(0.5, Number.MAX_VALUE, 0.25, 0.5),
};
const twins = matrixOf([[2.5], [4.5], [6.5], [9.5]]);

test('selects the candidates that are nearest to the boundary, of equally near ones the first', () => {
  const { selected, derived } = dfal.select({ size: 10, boundaryDistances }, 4, createRandom(0));
  expect(selected).toEqual(Int32Array.of(6, 2, 9, 4));
  expect(derived).toBeUndefined();
});

test('adds what each of them became on the other side, if it got there', () => {
  const { derived } = dfal.select({ size: 10, boundaryDistances: { ...boundaryDistances, twins } }, 4, createRandom(0));
  expect(derived).toEqual({ origins: Int32Array.of(6, 2, 9), inputs: matrixOf([[6.5], [2.5], [9.5]]) });
});

describe('candidates', () => {
  test('are asked for by number, or ten times what is selected', () => {
    expect(dfal.needs).toEqual({
      boundaryDistances: { candidates: null, twins: false, steps: 50, overshoot: 0.02, clip: false },
    });
    expect(dfal.with({ candidates: 800, twins: true }).needs).toEqual({
      boundaryDistances: { candidates: 800, twins: true, steps: 50, overshoot: 0.02, clip: false },
    });
    expect(() => dfal.with({ candidates: 0 })).toThrow('dfal: candidates is 0.\nExpected an integer of at least 1.');
  });
});
