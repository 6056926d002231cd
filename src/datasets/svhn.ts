import { join } from 'node:path';
import { InvalidDataError } from '../errors.ts';
import { withFiles } from './arrays/byte-source.ts';
import { openMat } from './arrays/mat-file.ts';
import { countOf, readValues } from './arrays/stored-array.ts';
import type { Dataset, Split } from './contract.ts';
import { openNamedSet, type NamedSet, type NamedSetOptions } from './named/named-set.ts';

const address = 'http://ufldl.stanford.edu/housenumbers/';

export const svhnSet: NamedSet = {
  name: 'svhn',
  reader: 'svhn',
  files: 'train_32x32.mat and test_32x32.mat',
  whole: { train: 73_257, test: 26_032 },
  read: (folder) => ({
    name: 'svhn',
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    kind: 'image',
    train: readSplit(join(folder, 'train_32x32.mat')),
    test: readSplit(join(folder, 'test_32x32.mat')),
  }),
  remote: [
    {
      url: `${address}train_32x32.mat`,
      bytes: 182_040_794,
      sha256: '435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8',
    },
    {
      url: `${address}test_32x32.mat`,
      bytes: 64_275_384,
      sha256: 'cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b',
    },
  ],
};

/** Reads X [32, 32, 3, n] and y [n, 1]. The label 10 is the digit 0. */
const readSplit = (path: string): Split =>
  withFiles((open) => {
    const arrays = openMat(open(path));
    const [x, y] = [arrays.get('X'), arrays.get('y')];
    if (!x || !y || x.shape.length !== 4 || countOf(y.shape) !== x.shape[3])
      throw new InvalidDataError(
        `${path} has the arrays ${[...arrays].map(([name, { shape }]) => `${name} [${shape.join(', ')}]`).join(' and ')}.\n` +
          'Expected X [32, 32, 3, n] and y [n, 1]. Get the file again.',
      );
    const [height, width, channels, size] = x.shape;
    const [inputs, labels] = [new Float32Array(countOf(x.shape)), new Int32Array(size)];
    readValues(x, inputs, { divideBy: 255, order: [3, 0, 1, 2] });
    readValues(y, labels);
    return { inputs, itemShape: [height, width, channels], labels: labels.map((label) => label % 10), size };
  });

/**
 * SVHN, street view house numbers: 73,257 + 26,032 digits cut from photographs, 32×32 RGB, 10 classes; class k is the digit k. Read from
 * `DNN_DATA_DIR/svhn` or the cache, otherwise downloaded (246 MB).
 *
 * @throws DownloadError if the download fails; InvalidDataError on damaged files
 * @see Netzer et al. 2011, Reading digits in natural images with unsupervised feature learning
 */
export function svhn(options?: NamedSetOptions): Promise<Dataset> {
  return openNamedSet(svhnSet, options);
}
