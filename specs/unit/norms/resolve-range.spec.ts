import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { demandBox, largestWidth, rangeToJson, showRange, widthAt } from '../../../src/norms/range.ts';
import { checkUnshaped, rangeFromJson, resolveRange } from '../../../src/norms/resolve-range.ts';

describe('resolveRange', () => {
  test.for<[what: string, range: unknown, itemShape: number[], resolved: unknown]>([
    ['keeps two numbers', [-1, 1], [2, 2], [-1, 1]],
    ['keeps open sides', [-Infinity, Infinity], [2], [-Infinity, Infinity]],
    [
      'spreads a number beside a list',
      [0, [1, 2]],
      [2],
      [
        [0, 0],
        [1, 2],
      ],
    ],
    [
      'repeats bounds of channels',
      [
        [0, -1],
        [1, 1],
      ],
      [2, 2],
      [
        [0, -1, 0, -1],
        [1, 1, 1, 1],
      ],
    ],
    [
      'unfolds nested lists',
      [[[0], [-1]], 1],
      [2, 1],
      [
        [0, -1],
        [1, 1],
      ],
    ],
    [
      'takes typed arrays',
      [Float32Array.of(0, 0.5), Float64Array.of(1, 0.5)],
      [2],
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ],
    [
      'shortens lists of equal bounds',
      [
        [0, 0],
        [1, 1],
      ],
      [2],
      [0, 1],
    ],
  ])('%s', ([, range, itemShape, resolved]) => {
    expect(resolveRange('net', range, itemShape)).toEqual(resolved);
  });

  test.for<[range: unknown, message: string]>([
    [[1, 0], 'net: inputRange is [1, 0].'],
    [[0, 0], 'net: inputRange is [0, 0].'],
    [[Number.NaN, 1], 'net: inputRange is [NaN, 1].'],
    [[Infinity, Infinity], 'net: inputRange is [Infinity, Infinity].'],
    [[[0, 2], 1], 'net: inputRange is [2, 1] for value 1.'],
    [
      [
        [0, 1],
        [0, 1],
      ],
      'net: inputRange is [0, 0] for value 0.',
    ],
    [[0], 'net: inputRange is [0].'],
    ['0..1', "net: inputRange is '0..1'."],
    [[0, '1'], "net: a bound of inputRange is '1'."],
    [[0, null], 'net: a bound of inputRange is null.'],
    [[0, [1, 2, 3]], 'a list of 3 values.\nExpected a number, or a list of 2 numbers, one per value of an item'],
  ])('rejects %j', ([range, message]) => {
    expect(() => resolveRange('net', range, [2])).toThrow(InvalidOptionError);
    expect(() => resolveRange('net', range, [2])).toThrow(message);
  });
});

test('a range survives JSON, which has no infinite numbers', () => {
  const bound = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.tuple(bound, bound), { minLength: 2, maxLength: 5 }), (pairs) => {
      const range = [
        pairs.map(([low]) => (low ?? -Infinity) || 0),
        pairs.map(([, high]) => (high ?? Infinity) || 0),
      ] as const;
      for (const one of [range, [range[0][0], range[1][0]] as const])
        expect(rangeFromJson(JSON.parse(JSON.stringify(rangeToJson(one))))).toEqual(one);
    }),
  );
});

test('the width of a range is that of a value, the largest, or infinite', () => {
  expect(widthAt([-1, 1], 3)).toBe(2);
  expect(
    widthAt(
      [
        [0, 5],
        [1, 5],
      ],
      1,
    ),
  ).toBe(0);
  expect(
    largestWidth([
      [0, 5],
      [1, 8],
    ]),
  ).toBe(3);
  expect(largestWidth([0, Infinity])).toBe(Infinity);
  expect(showRange([0, [1, 2, 3, 4, 5]])).toBe('[0, [1, 2, 3, … 5 values]]');
  expect(() => demandBox('cw', { name: 'net', inputRange: [0, 1] }, 'x')).not.toThrow();
  expect(() =>
    demandBox('jsma', { name: 'net', inputRange: [0, Infinity] }, 'theta follows it', 'Pass theta.'),
  ).toThrow(
    'jsma: the input range of "net" is [0, Infinity].\nExpected finite bounds, because theta follows it.\nPass theta.',
  );
});

test('checkUnshaped refuses a bound that is an empty list, before the shape of the items is known', () => {
  expect(() => checkUnshaped('onnxPredictor', [new Float32Array(0), 1])).toThrow(
    'onnxPredictor: a bound of inputRange is a list of 0 values.',
  );
  expect(() => checkUnshaped('onnxPredictor', [[0, 0], 1])).not.toThrow();
});
