import { join } from 'node:path';
import { checkOptions, oneOf } from '../options.ts';
import type { Dataset } from './contract.ts';
import { readRecords } from './formats/cifar-records.ts';
import { findFile, readClassNames } from './formats/read-file.ts';
import { openNamedSet, type NamedSet, type NamedSetOptions } from './named/named-set.ts';
import { unpackRecords } from './named/unpack-records.ts';

export interface Cifar100Options extends NamedSetOptions {
  /** Which labels are the classes: 100 fine ones, or 20 coarse ones. @defaultValue 'fine' */
  readonly labels?: 'fine' | 'coarse';
}

const archive = 'cifar-100-binary.tar.gz';

export const cifar100Set = (labels: 'fine' | 'coarse'): NamedSet => ({
  name: 'cifar-100',
  reader: 'cifar100',
  ...(labels === 'coarse' && { options: { labels } }),
  files: 'train.bin, test.bin, fine_label_names.txt and coarse_label_names.txt',
  whole: { train: 50_000, test: 10_000 },
  read: (folder) => {
    const classNames = readClassNames(findFile(join(folder, `${labels}_label_names.txt`)));
    const labelled = { bytes: 2, at: labels === 'coarse' ? 0 : 1, classes: classNames.length };
    const read = (name: string) => readRecords([findFile(join(folder, name))], labelled);
    return { name: 'cifar-100', classNames, kind: 'image', train: read('train.bin'), test: read('test.bin') };
  },
  unpack: unpackRecords(archive, /\.(bin|txt)$/),
  remote: [
    {
      url: `https://www.cs.toronto.edu/~kriz/${archive}`,
      bytes: 168_513_733,
      sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
    },
  ],
});

/**
 * CIFAR-100: 50,000 + 10,000 photographs, 32×32 RGB, 100 classes or 20 coarse ones. Read from `DNN_DATA_DIR/cifar-100` or the cache,
 * otherwise downloaded (169 MB).
 *
 * @throws DownloadError if the download fails; InvalidDataError on damaged files
 * @see Krizhevsky 2009, Learning multiple layers of features from tiny images
 */
export async function cifar100({ labels, ...options }: Cifar100Options = {}): Promise<Dataset> {
  const checked = checkOptions('cifar100', labels === undefined ? {} : { labels }, { labels: oneOf('fine', 'coarse') });
  return openNamedSet(cifar100Set(checked.labels ?? 'fine'), options);
}
