import { expect, test } from 'vitest';
import { datasets, openDataset, openStored } from '../../../src/datasets/index.ts';

test('rejects an unknown reader and lists the known ones', async () => {
  const readers = Object.keys(datasets);
  expect(readers).toEqual(expect.arrayContaining(['glyphs', 'mnist', 'cifar10', 'idx', 'tsv', 'csv', 'stored']));
  await expect(openDataset({ reader: 'xml', options: {} })).rejects.toThrow(
    `openDataset: the reader is "xml".\nExpected one of ${readers.join(', ')}.`,
  );
});

test.each([undefined, null, 7, '', 'a\0b', {}])('openStored opens no %o, which is no path', (location) => {
  expect(() => openStored(location as never)).toThrow('Expected the path of a folder');
});

test.each(['constructor', '__proto__', 'toString', 7, null])(
  'openDataset opens no %o, which is no reader',
  async (reader) => {
    await expect(openDataset({ reader, options: {} } as never)).rejects.toThrow('Expected one of ');
  },
);
