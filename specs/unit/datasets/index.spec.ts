import { expect, test } from 'vitest';
import { openDataset } from '../../../src/datasets/index.ts';

test('rejects an unknown reader and lists the known ones', async () => {
  await expect(openDataset({ reader: 'csv', options: {} })).rejects.toThrow(
    'openDataset: the reader is "csv".\nExpected one of glyphs, mnist, fashionMnist, cifar10, idx, cifarBinary, tsv, stored.',
  );
});
