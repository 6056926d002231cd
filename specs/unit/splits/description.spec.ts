import { describe, expect, test } from 'vitest';
import type { Dataset, Split } from '../../../src/datasets/contract.ts';
import { kindOf, validateDataset, valueNamer } from '../../../src/splits/index.ts';

const splitOf = (...itemShape: number[]): Split => {
  const length = itemShape.reduce((product, side) => product * side, 1);
  return { inputs: new Float32Array(2 * length), itemShape, labels: Int32Array.of(0, 1), size: 2 };
};

describe('the kind of a split', () => {
  test.each([
    [[13], undefined, 'tabular'],
    [[784], 'image', 'tabular'],
    [[150, 1], undefined, 'series'],
    [[150, 3], 'image', 'series'],
    [[28, 28], 'image', 'image'],
    [[28, 28], undefined, 'series'],
    [[28, 28, 1], undefined, 'image'],
    [[8, 28, 28, 1], undefined, 'image'],
    [[150], 'series', 'series'],
    [[4, 4, 1], 'tabular', 'tabular'],
  ] as const)('of shape %j, called %s, is %s', (itemShape, kind, expected) => {
    expect(kindOf(splitOf(...itemShape), { kind })).toBe(expected);
  });

  test('of integers is text', () => {
    expect(kindOf({ ...splitOf(5), inputs: new Int32Array(10) })).toBe('text');
  });
});

test('values are named by features, steps, channels or pixels', () => {
  const names = (...parameters: Parameters<typeof valueNamer>) => [0, 3].map(valueNamer(...parameters));
  expect(names([4], 'tabular')).toEqual(['feature 0', 'feature 3']);
  expect(names([4], 'tabular', ['a', 'b', 'c', 'd'])).toEqual(['a', 'd']);
  expect(names([4], 'series')).toEqual(['step 0', 'step 3']);
  expect(names([4, 1], 'series')).toEqual(['step 0', 'step 3']);
  expect(names([4, 2], 'series')).toEqual(['step 0 of channel 0', 'step 1 of channel 1']);
  expect(names([4, 2], 'series', ['x', 'y'])).toEqual(['step 0 of x', 'step 1 of y']);
  expect(names([2, 2, 2], 'image')).toEqual(['row 0, column 0, channel 0', 'row 0, column 1, channel 1']);
});

describe('a data set', () => {
  const dataset = (changes: object): Dataset => ({
    name: 'mine',
    classNames: ['a', 'b'],
    train: splitOf(4, 2),
    test: splitOf(4, 2),
    ...changes,
  });

  test('needs no kind, and takes names of features or channels', () => {
    for (const changes of [{}, { featureNames: ['x', 'y'] }, { featureNames: 'abcdefgh'.split('') }]) {
      expect(() => validateDataset(dataset(changes))).not.toThrow();
    }
  });

  test.each([
    [{ kind: 'table' }, '"mine" has the kind \'table\'.\nExpected one of image, text, tabular, series.'],
    [{ classNames: ['a', 'a'] }, `"mine" has the class name 'a' twice, at 0 and 1.`],
    [{ classNames: [0, 1] }, 'Class name 0 of "mine" is 0.\nExpected a text.'],
    [{ classNames: 'ab' }, `"mine" has the class names 'ab'.`],
    [{ name: '' }, "The name of the data set is ''."],
    [{ whole: { train: 1 } }, 'Expected { train, test }'],
    [{ source: { reader: 5, options: {} } }, 'Expected { reader, options }'],
    [{ test: { ...splitOf(4, 2), ids: ['a', 'a'] } }, `The test split of "mine" has the id 'a' twice, at 0 and 1.`],
    [{ featureNames: ['x'] }, '"mine" has 1 feature names for items of shape [4, 2].\nExpected a list of 8 or 2 names'],
    [{ featureNames: 'xy' }, '"mine" has featureNames \'xy\' for items of shape [4, 2].'],
  ])('is rejected with %j', (changes, message) => {
    expect(() => validateDataset(dataset(changes))).toThrow(message);
  });
});
