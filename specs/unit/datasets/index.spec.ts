import { expect, test } from 'vitest';
import { datasets, openDataset } from '../../../src/datasets/index.ts';

test('rejects an unknown reader and lists the known ones', async () => {
  const readers = Object.keys(datasets);
  expect(readers).toEqual(expect.arrayContaining(['glyphs', 'mnist', 'cifar10', 'idx', 'tsv', 'stored']));
  await expect(openDataset({ reader: 'csv', options: {} })).rejects.toThrow(
    `openDataset: the reader is "csv".\nExpected one of ${readers.join(', ')}.`,
  );
});

test.each(['constructor', '__proto__', 'toString', 7, null])(
  'openDataset opens no %o, which is no reader',
  async (reader) => {
    await expect(openDataset({ reader, options: {} } as never)).rejects.toThrow('Expected one of ');
  },
);
