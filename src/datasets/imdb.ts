import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TextDataset } from './formats/text-dataset.ts';
import { textFolder } from './formats/text-folder.ts';
import { tsv } from './formats/tsv.ts';
import { openTextSet, type TextSet, type TextSetOptions } from './named/text-set.ts';

const set: TextSet = {
  name: 'imdb',
  reader: 'imdb',
  files: 'train/neg, train/pos, test/neg and test/pos, or train.tsv, test.tsv and labels.txt',
  origin: 'Get https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz and unpack it.',
  whole: { train: 25_000, test: 25_000 },
  read: (folder, options) =>
    existsSync(join(folder, 'train'))
      ? textFolder({ folder, classNames: ['neg', 'pos'], ...options })
      : tsv({ folder, ...options }),
};

/**
 * Large Movie Review Dataset: 25,000 + 25,000 reviews of films, negative and positive. Read from the folder of the original
 * archive, or from TSV files as `tsv` reads them: `{ folder }`, or `DNN_DATA_DIR/imdb`.
 *
 * @throws InvalidDataError if there is no folder, or a file is malformed
 * @see Maas et al. 2011, Learning word vectors for sentiment analysis, ACL P11-1015
 */
export function imdb(options?: TextSetOptions): TextDataset {
  return openTextSet(set, options);
}
