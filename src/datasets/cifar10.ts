import { cifarBinary } from './formats/cifar-binary.ts';
import type { Dataset } from './contract.ts';
import { openNamedSet, type NamedSet, type NamedSetOptions } from './named/named-set.ts';
import { unpackRecords } from './named/unpack-records.ts';

const archive = 'cifar-10-binary.tar.gz';

/** Extracts the batches and the class names from the archive, then deletes the archive. */
export const unpackCifar10 = unpackRecords(archive, /\.(bin|meta\.txt)$/);

export const cifar10Set: NamedSet = {
  name: 'cifar-10',
  reader: 'cifar10',
  files: 'data_batch_1.bin to data_batch_5.bin, test_batch.bin and batches.meta.txt',
  read: cifarBinary,
  whole: { train: 50_000, test: 10_000 },
  unpack: unpackCifar10,
  remote: [
    {
      url: `https://www.cs.toronto.edu/~kriz/${archive}`,
      bytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
    },
  ],
};

/**
 * CIFAR-10: 50,000 + 10,000 photographs, 32×32 RGB, 10 classes. Read from `DNN_DATA_DIR/cifar-10` or the cache, otherwise
 * downloaded (170 MB).
 *
 * @throws DownloadError if the download fails; InvalidDataError on damaged files
 * @see Krizhevsky 2009, Learning multiple layers of features from tiny images
 */
export function cifar10(options?: NamedSetOptions): Promise<Dataset> {
  return openNamedSet(cifar10Set, options);
}
