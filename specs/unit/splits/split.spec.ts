import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';
import { split, validateSplit } from '../../../src/splits/index.ts';

const make = split as (...args: readonly unknown[]) => ReturnType<typeof split>;

describe('split', () => {
  test('makes rows of numbers a valid split', () => {
    const made = split(
      [
        [5.1, 3.5],
        [6.2, 2.9],
      ],
      [0, 1],
      { ids: ['a', 'b'] },
    );
    expect(made).toEqual({
      inputs: Float32Array.of(5.1, 3.5, 6.2, 2.9),
      itemShape: [2],
      labels: Int32Array.of(0, 1),
      size: 2,
      ids: ['a', 'b'],
    });
    expect(() => validateSplit(made, 2)).not.toThrow();
  });

  test('reads the shape of nested lists, whose rows may be typed arrays', () => {
    const row = Float64Array.of(0, 1);
    expect(split([[row, row, row]], Uint8Array.of(2))).toMatchObject({ itemShape: [3, 2], size: 1 });
  });

  test('uses Float32Array and Int32Array without a copy, and rounds other numbers', () => {
    const [pixels, ids, labels] = [new Float32Array(4), new Int32Array(4), new Int32Array(2)];
    expect(split(pixels, labels, { itemShape: [2] }).inputs).toBe(pixels);
    expect(split(ids, labels, { itemShape: [2] })).toMatchObject({ inputs: ids, labels });
    expect(split(Float64Array.of(0.1, 1), [0, 1], { itemShape: [1] }).inputs).toEqual(Float32Array.of(0.1, 1));
  });

  test.for<[string, readonly unknown[], string]>([
    [
      'bytes',
      [new Uint8Array(4), [0, 1], { itemShape: [2] }],
      '(byte) => byte / 255) for images in [0, 1], or Int32Array',
    ],
    ['large integers', [BigInt64Array.of(1n), [0], { itemShape: [1] }], 'a BigInt64Array'],
    [
      'a flat list without a shape',
      [
        [1, 2],
        [0, 1],
      ],
      'there is no itemShape',
    ],
    [
      'uneven rows',
      [
        [[1, 2], [3]],
        [0, 1],
      ],
      'entry [1] is a list of 1',
    ],
    ['a hole', [[1, , 3], [0, 1, 0], { itemShape: [1] }], 'Value 1 of the inputs of the split is undefined'], // oxlint-disable-line no-sparse-arrays
    ['texts', [['1'], [0], { itemShape: [1] }], "Value 0 of the inputs of the split is '1'"],
    ['NaN', [[[Number.NaN]], [0]], 'is NaN'],
    ['doubles beyond single precision', [[1e39], [0], { itemShape: [1] }], 'single precision'],
    [
      'fractional labels',
      [
        [[1], [2]],
        [0, 0.5],
      ],
      'label 1 is 0.5',
    ],
    ['class names as labels', [[[1]], ['cat']], 'classNames.indexOf'],
    ['negative labels', [[[1]], [-1]], 'has label -1'],
    ['too few labels', [[[1], [2]], [0]], 'Expected 1: 1 items of shape [1]'],
    ['no items', [[], []], 'there is no itemShape'],
    ['repeated ids', [[[1], [2]], [0, 1], { ids: ['a', 'a'] }], "the id 'a' twice, at 0 and 1"],
    [
      'an array-like with a length of billions',
      [{ length: 2 ** 32 }, [0], { itemShape: [1] }],
      'Expected a Float32Array',
    ],
    ['a proxy', [new Proxy([1], {}), [0], { itemShape: [1] }], 'a proxy'],
  ])('refuses %s', ([, args, message]) => {
    expect(() => make(...args)).toThrow(InvalidDataError);
    expect(() => make(...args)).toThrow(message);
  });

  test('refuses unknown options', () => {
    expect(() => make([[1]], [0], { shape: [1] })).toThrow(InvalidOptionError);
  });
});

test('labels whose memory was moved to another thread are refused', () => {
  const labels = Float32Array.of(0, 1);
  structuredClone(labels, { transfer: [labels.buffer] });
  expect(() => split([[1], [2]], labels as never)).toThrow(InvalidDataError);
});
