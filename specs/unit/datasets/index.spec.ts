import { expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { datasets, openDataset } from '../../../src/datasets/index.ts';

test('rejects an unknown reader and lists the known ones', async () => {
  const readers = Object.keys(datasets);
  expect(readers).toEqual(expect.arrayContaining(['glyphs', 'mnist', 'cifar10', 'idx', 'tsv', 'stored']));
  await expect(openDataset({ reader: 'csv', options: {} })).rejects.toThrow(
    `openDataset: the reader is "csv".\nExpected one of ${readers.join(', ')}.`,
  );
});

test.each(['constructor', '__proto__', 'toString', 3, null])(
  'rejects the inherited or odd reader %j',
  async (reader) => {
    const opening = openDataset({ reader: reader as string, options: {} });
    await expect(opening).rejects.toThrow(InvalidOptionError);
    await expect(opening).rejects.toThrow('openDataset: the reader is ');
  },
);
