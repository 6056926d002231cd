import { describe, expect, test } from 'vitest';
import { dfal } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { matrixOf } from './matrix.ts';

const boundaryDistances = {
  indices: Int32Array.of(2, 4, 6, 9),
  distances: Float64Array.of(0.5, Number.MAX_VALUE, 0.25, 0.5),
};
const twins = matrixOf([[2.5], [4.5], [6.5], [9.5]]);

test('selects the candidates nearest to the boundary, the first of equally near ones', () => {
  const { selected, derived } = dfal.select({ size: 10, boundaryDistances }, 4, createRandom(0));
  expect(selected).toEqual(Int32Array.of(6, 2, 9, 4));
  expect(derived).toBeUndefined();
});

test('adds the twin of each selected input that reached another class', () => {
  const { derived } = dfal.select({ size: 10, boundaryDistances: { ...boundaryDistances, twins } }, 4, createRandom(0));
  expect(derived).toEqual({ origins: Int32Array.of(6, 2, 9), inputs: matrixOf([[6.5], [2.5], [9.5]]) });
});

describe('candidates', () => {
  test('are requested by number, or by default at ten per selected input', () => {
    expect(dfal.needs).toEqual({
      boundaryDistances: { candidates: null, twins: false, steps: 50, overshoot: 0.02, clip: false },
    });
    expect(dfal.with({ candidates: 800, twins: true }).needs).toEqual({
      boundaryDistances: { candidates: 800, twins: true, steps: 50, overshoot: 0.02, clip: false },
    });
    expect(() => dfal.with({ candidates: 0 })).toThrow('dfal: candidates is 0.\nExpected an integer of at least 1.');
  });
});
