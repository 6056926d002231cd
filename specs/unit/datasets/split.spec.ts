import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fingerprint,
  itemSize,
  openDataset,
  subset,
  validateDataset,
  validateSplit,
  glyphs,
  type Dataset,
  type Split,
} from '../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';

const split: Split = {
  inputs: Float32Array.from({ length: 12 }, (_, i) => i / 12),
  itemShape: [2, 2, 1],
  labels: Int32Array.of(0, 1, 2),
  size: 3,
  ids: ['a', 'b', 'c'],
};

describe('a split is refused', () => {
  test.for<[what: string, changes: Partial<Split>, message: string]>([
    ['empty', { size: 0 }, 'The test split is empty.\nExpected at least one labelled item.'],
    ['of no size', { size: 1.5 }, 'The test split has size 1.5.'],
    [
      'with too few inputs',
      { inputs: split.inputs.slice(1) },
      'The test split has 11 input values.\nExpected 12: 3 items of shape [2, 2, 1].',
    ],
    ['with too few labels', { labels: Int32Array.of(0) }, 'The test split has 1 labels for 3 items.'],
    ['with too few ids', { ids: ['a'] }, 'The test split has 1 ids for 3 items.'],
    [
      'with a label above the classes',
      { labels: Int32Array.of(0, 3, 1) },
      'Item 1 ("b") of the test split has label 3.\nExpected an integer from 0 to 2',
    ],
    [
      'with a negative label',
      { labels: Int32Array.of(0, 1, -1), ids: undefined },
      'Item 2 of the test split has label -1.',
    ],
    ['with NaN', { inputs: split.inputs.with(5, NaN) }, 'Item 1 ("b") of the test split contains NaN (value 1 of 4).'],
    [
      'with an infinite input',
      { inputs: split.inputs.with(11, -Infinity) },
      'Item 2 ("c") of the test split contains -Infinity (value 3 of 4).',
    ],
  ])('%s', ([, changes, message]) => {
    const broken = { ...split, ...changes };
    expect(() => validateSplit(broken, 3, 'the test split')).toThrow(InvalidDataError);
    expect(() => validateSplit(broken, 3, 'the test split')).toThrow(message);
  });

  test('unless it is whole', () => {
    expect(() => validateSplit(split, 3)).not.toThrow();
    expect(() => validateSplit({ ...split, inputs: Int32Array.from(split.inputs) }, 3)).not.toThrow();
  });
});

describe('a data set is refused', () => {
  const dataset = { name: 'own', classNames: ['x', 'y', 'z'], kind: 'image', train: split, test: split } as const;

  test.for([
    ['with one class', { classNames: ['x'] }, '"own" has 1 classes.\nExpected at least 2 class names.'],
    [
      'with splits of unlike shape',
      { test: { ...split, itemShape: [4] } },
      '"own" has training items of shape [2, 2, 1] and test items of shape [4].',
    ],
    ['with an empty split', { train: { ...split, size: 0 } }, 'The training split of "own" is empty.'],
  ] as const)('%s', ([, changes, message]) => {
    expect(() => validateDataset({ ...dataset, ...changes })).toThrow(message);
  });

  test('unless it is whole', () => {
    expect(() => validateDataset(dataset)).not.toThrow();
    expect(() => validateDataset(glyphs as unknown as Dataset)).toThrow('The data set is a function.');
  });
});

describe('a subset', () => {
  test('has the items at the positions, in that order, again and again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2)), (positions) => {
        const chosen = subset(split, positions);
        expect(chosen.size).toBe(positions.length);
        expect([...chosen.labels]).toEqual(positions.map((position) => split.labels[position]));
        expect(chosen.ids).toEqual(positions.map((position) => split.ids![position]));
        expect([...chosen.inputs]).toEqual(
          positions.flatMap((position) => [...split.inputs.subarray(4 * position, 4 * position + 4)]),
        );
      }),
    );
  });

  test('keeps the type of its inputs and is independent of what it was taken from', () => {
    const tokens = { ...split, inputs: Int32Array.from(split.inputs), ids: undefined };
    const chosen = subset(tokens, [1]);
    expect(chosen.inputs).toBeInstanceOf(Int32Array);
    expect(chosen).not.toHaveProperty('ids');
    expect(chosen.inputs.buffer).not.toBe(tokens.inputs.buffer);
  });

  test.for([3, -1, 0.5, NaN])('refuses position %d', (position) => {
    expect(() => subset(split, [0, position])).toThrow(InvalidOptionError);
    expect(() => subset(split, [0, position])).toThrow(
      `subset: position ${position} (entry 1) is outside the split.\nExpected integers from 0 to 2.`,
    );
  });
});

describe('a fingerprint', () => {
  const copy = (): Split => subset(split, [0, 1, 2]);

  test('is the same for the same content', () => {
    expect(fingerprint(copy())).toBe(fingerprint(split));
    expect(fingerprint(split)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.for<[what: string, changes: Partial<Split>]>([
    ['an input', { inputs: split.inputs.with(3, 0) }],
    ['a label', { labels: split.labels.with(0, 1) }],
    ['the shape', { itemShape: [4] }],
    ['the names', { ids: ['a', 'c', 'b'] }],
    ['the absence of names', { ids: undefined }],
    ['the type of the inputs', { inputs: new Int32Array(split.inputs.slice().buffer) }],
  ])('tells %s', ([, changes]) => {
    expect(fingerprint({ ...copy(), ...changes })).not.toBe(fingerprint(split));
  });

  test('depends on the part of the buffer that the split occupies', () => {
    const wide = new Float32Array(20);
    wide.set(split.inputs, 4);
    expect(fingerprint({ ...split, inputs: wide.subarray(4, 16) })).toBe(fingerprint(split));
  });
});

test('an item has as many values as the product of its shape', () => {
  expect(itemSize(split)).toBe(4);
  expect(itemSize({ itemShape: [] })).toBe(1);
});

test('a reader that does not exist is refused with the ones that do', async () => {
  await expect(openDataset({ reader: 'csv', options: {} })).rejects.toThrow(
    'openDataset: the reader is "csv".\nExpected one of glyphs, mnist, fashionMnist, cifar10, idx, cifarBinary, tsv, stored.',
  );
});
