import { describe, expect, test } from 'vitest';
import { glyphs, type Dataset, type Split } from '../../../src/datasets/index.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { validateDataset, validateSplit } from '../../../src/splits/index.ts';
import { split } from './sample.ts';

describe('validateSplit rejects a split', () => {
  test.for<[what: string, changes: Partial<Split>, message: string]>([
    ['without items', { size: 0 }, 'The test split is empty.\nExpected at least one labelled item.'],
    ['with a fractional size', { size: 1.5 }, 'The test split has size 1.5.'],
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

  test('unless it is valid', () => {
    expect(() => validateSplit(split, 3)).not.toThrow();
    expect(() => validateSplit({ ...split, inputs: Int32Array.from(split.inputs) }, 3)).not.toThrow();
  });
});

describe('validateDataset rejects a data set', () => {
  const dataset = { name: 'own', classNames: ['x', 'y', 'z'], kind: 'image', train: split, test: split } as const;

  test.for([
    ['with one class', { classNames: ['x'] }, '"own" has 1 classes.\nExpected at least 2 class names.'],
    [
      'with splits of different shapes',
      { test: { ...split, itemShape: [4] } },
      '"own" has training items of shape [2, 2, 1] and test items of shape [4].',
    ],
    ['with an empty split', { train: { ...split, size: 0 } }, 'The training split of "own" is empty.'],
  ] as const)('%s', ([, changes, message]) => {
    expect(() => validateDataset({ ...dataset, ...changes })).toThrow(message);
  });

  test('unless it is valid', () => {
    expect(() => validateDataset(dataset)).not.toThrow();
    expect(() => validateDataset(glyphs as unknown as Dataset)).toThrow('The data set is a function.');
  });
});
