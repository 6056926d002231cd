import { expect, test } from 'vitest';
import { openDataset } from '../../../src/datasets/index.ts';

test('a reader that does not exist is refused with the ones that do', async () => {
  await expect(openDataset({ reader: 'csv', options: {} })).rejects.toThrow(
    'openDataset: the reader is "csv".\nExpected one of glyphs, mnist, fashionMnist, cifar10, idx, cifarBinary, tsv, stored.',
  );
});
