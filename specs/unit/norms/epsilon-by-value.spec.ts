import { describe, expect, test } from 'vitest';
import { checkAnyEpsilon, largestOf, showEpsilon, spreadEpsilon } from '../../../src/norms/epsilon-by-value.ts';
import { largestEpsilon } from '../../../src/norms/epsilon.ts';
import type { InputRange } from '../../../src/norms/range.ts';

const table = (inputRange: InputRange) => ({ name: 'table', inputRange, itemShape: [2, 2] });

describe('checkAnyEpsilon', () => {
  test('accepts a radius per value or channel, 0 for values that must not move', () => {
    for (const epsilon of [[0.1, 0.2, 0, 1], [0, 0.1], 0.5])
      expect(() => checkAnyEpsilon('pgd', epsilon, 'linf', table([0, 1]))).not.toThrow();
    expect(() => checkAnyEpsilon('pgd', [0, 40, 0.1, 1e9], 'l2', table([0, [1, 90, 1, Infinity]]))).not.toThrow();
  });

  test.for<[epsilon: unknown, message: string]>([
    [[0.1, 0.1, 2, 0.1], 'pgd: epsilon of value 2 is 2.\nExpected 0 <= epsilon <= 1, the width of the input range'],
    [[0.1, -1], 'pgd: epsilon of value 1 is -1.'],
    [[0.1, '1'], "pgd: epsilon of value 1 is '1'."],
    [[0.1, Number.NaN], 'pgd: epsilon of value 1 is NaN.'],
    [
      [0.1, 0.1, 0.1],
      'pgd: epsilon is a list of 3 values.\nExpected a number, or a list of 4, one per value of an item, or of 2',
    ],
    [[0, 0], 'pgd: epsilon is 0 for every value.'],
    [2, 'pgd: epsilon is 2.'],
    [null, 'pgd: epsilon is null.'],
  ])('rejects %j', ([epsilon, message]) => {
    expect(() => checkAnyEpsilon('pgd', epsilon, 'linf', table([0, 1]))).toThrow(message);
  });

  test('rejects a list in L0, and Infinity unless it is allowed', () => {
    expect(() => checkAnyEpsilon('jsma', [1, 1], 'l0', table([0, 1]))).toThrow('because in L0 epsilon is the number');
    const open = table([-Infinity, Infinity]);
    expect(() => checkAnyEpsilon('pgd', Infinity, 'linf', open)).toThrow('Expected 0 < epsilon < Infinity');
    expect(() => checkAnyEpsilon('fab', Infinity, 'linf', open, { allowInfinity: true })).not.toThrow();
    expect(() => checkAnyEpsilon('fab', Infinity, 'linf', table([0, 1]), { allowInfinity: true })).toThrow();
  });
});

test('the diameter of a range that differs by value counts each width', () => {
  const space = table([0, [3, 4, 0, 0]]);
  expect(['linf', 'l2', 'l1', 'l0'].map((norm) => largestEpsilon(norm as 'l2', space))).toEqual([4, 5, 7, 2]);
  expect(largestEpsilon('l2', table([0, Infinity]))).toBe(Infinity);
});

test('an epsilon by value has a largest radius, a short form, and no list if its radii are equal', () => {
  expect(largestOf([0.1, 0.3])).toBe(0.3);
  expect(showEpsilon(0.3)).toBe('0.3');
  expect(showEpsilon([0.1, 0.3, 0])).toBe('0 to 0.3 by value');
  expect(spreadEpsilon([0.1, 0.1], [2, 2])).toBe(0.1);
  expect(spreadEpsilon([0.1, 0.2], [2, 2])).toEqual([0.1, 0.2, 0.1, 0.2]);
});
