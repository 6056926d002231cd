import { expect, test } from 'vitest';
import { expectedGradientLength } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';

test('queries the longest gradients first, by default those of the parameters', () => {
  const pool = { size: 3, gradientLengths: Float64Array.of(0.5, 2, 1) };
  expect(expectedGradientLength.select(pool, 3, createRandom(0))).toEqual(Int32Array.of(1, 2, 0));
  expect(expectedGradientLength.needs).toEqual({ gradientLengths: { of: 'parameters' } });
  expect(expectedGradientLength.with({ of: 'inputs' }).needs).toEqual({ gradientLengths: { of: 'inputs' } });
  expect(() => expectedGradientLength.with({ of: 'weights' as 'inputs' })).toThrow(
    "expectedGradientLength: of is 'weights'.\nExpected one of 'parameters', 'inputs', 'lastLayer'.",
  );
});
