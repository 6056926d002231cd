import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { checkEpsilon, largestEpsilon } from '../../../src/norms/epsilon.ts';

const images = (inputRange: readonly [number, number]) => ({ name: 'digits', inputRange, itemShape: [2, 2, 1] });

describe('checkEpsilon', () => {
  test.each([
    ['linf', [0, 1], 1],
    ['linf', [-1, 1], 2],
    ['l2', [0, 1], 2],
    ['l1', [0, 1], 4],
    ['l0', [0, 255], 4],
  ] as const)('allows %s on %j up to the diameter', (norm, range, largest) => {
    expect(largestEpsilon(norm, images(range))).toBe(largest);
    expect(() => checkEpsilon('pgd', largest, norm, images(range))).not.toThrow();
    expect(() => checkEpsilon('pgd', largest * 1.01, norm, images(range))).toThrow(
      `Expected 0 < epsilon <= ${largest}`,
    );
  });

  test('allows an epsilon that exceeds the diameter by rounding', () => {
    expect(() => checkEpsilon('pgd', 0.6 - 0.4, 'linf', images([0.4, 0.6]))).not.toThrow();
  });

  test('allows 0 only with allowZero', () => {
    const attempt = (allowZero?: boolean) => () => checkEpsilon('pgd', 0, 'linf', images([0, 1]), { allowZero });
    expect(attempt(true)).not.toThrow();
    expect(attempt()).toThrow('pgd: epsilon is 0.\nExpected 0 < epsilon <= 1');
    expect(() => checkEpsilon('pgd', -0.1, 'linf', images([0, 1]), { allowZero: true })).toThrow(
      'pgd: epsilon is -0.1.\nExpected 0 <= epsilon <= 1',
    );
  });

  test('explains how to scale grey levels', () => {
    expect(() => checkEpsilon('pgd', 76.5, 'linf', images([0, 1]))).toThrow(
      'pgd: epsilon is 76.5.\nExpected 0 < epsilon <= 1, because the inputs of "digits" lie in [0, 1].\nFor 8 grey levels pass 8 / 255.',
    );
  });

  test.each([
    ['linf', 'the inputs of "digits" lie in [0, 255].'],
    ['l2', '[0, 255].\nIn L2 epsilon is the length of the whole perturbation.'],
    ['l1', '[0, 255].\nIn L1 epsilon is the sum of all changes.'],
    ['l0', '[0, 255].\nIn L0 epsilon is the number of values that may change.'],
  ] as const)('explains the unit in %s', (norm, ending) => {
    const attempt = () => checkEpsilon('fab', 1e6, norm, images([0, 255]));
    expect(attempt).toThrow(InvalidOptionError);
    expect(attempt).toThrow(new RegExp(`${ending.replace(/[[\].]/g, '\\$&')}$`));
  });

  test.each([
    [-0.1, '-0.1'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['0.3', "'0.3'"],
    [undefined, 'undefined'],
    [{ atLeast: 0.9 }, '{ atLeast: 0.9 }'],
    [Math.sqrt, 'the function sqrt'],
  ])('rejects %s', (epsilon, received) => {
    for (const allowZero of [true, false]) {
      expect(() => checkEpsilon('pgd', epsilon, 'linf', images([0, 1]), { allowZero })).toThrow(
        `pgd: epsilon is ${received}.`,
      );
    }
  });
});
