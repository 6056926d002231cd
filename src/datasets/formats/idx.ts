import { basename, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { resolveOptions } from '../../options.ts';
import type { DataKind, Dataset, Split } from '../contract.ts';
import { readIdx } from './idx-file.ts';
import { findFile } from './read-file.ts';
import { shares } from './shares.ts';
import { optionsAt } from './location.ts';
import { validateDataset } from '../../splits/index.ts';

export interface IdxOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** File of the training images. @defaultValue 'train-images-idx3-ubyte' */
  readonly trainImages?: string;
  /** File of the training labels. @defaultValue 'train-labels-idx1-ubyte' */
  readonly trainLabels?: string;
  /** File of the test images. @defaultValue 't10k-images-idx3-ubyte' */
  readonly testImages?: string;
  /** File of the test labels. @defaultValue 't10k-labels-idx1-ubyte' */
  readonly testLabels?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes. @defaultValue the numbers up to the highest label */
  readonly classNames?: readonly string[];
  /** What the items are, if not images. @defaultValue 'image' */
  readonly kind?: DataKind;
}

const defaults = {
  folder: '.',
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
  classNames: [] as readonly string[],
  kind: 'image' as DataKind,
};

/**
 * Reads grey images from IDX files, the format of MNIST: itemShape [rows, columns, 1], a byte b becomes b / 255. Files may
 * be gzipped, with or without `.gz` in their names.
 *
 * @param location - the folder of the four files with their usual names, or the path of each file
 * @throws InvalidDataError on a file that is missing, truncated or in another format, on different numbers of images and
 *   labels, or on a label without a class name
 */
export function idx(location: string | IdxOptions): Dataset {
  const requested: IdxOptions = optionsAt('idx', location);
  const options = resolveOptions('idx', { ...defaults, name: basename(resolve(requested.folder ?? '.')) }, requested);
  const folder = resolve(options.folder);
  const fileOf = (name: string): string => findFile(resolve(folder, name));
  const classNames = options.classNames.length > 0 ? options.classNames : undefined;
  const train = readSplit(fileOf(options.trainImages), fileOf(options.trainLabels), classNames);
  const test = readSplit(fileOf(options.testImages), fileOf(options.testLabels), classNames);
  const dataset: Dataset = {
    name: options.name,
    classNames: classNames ?? numbersUpTo(highest(train.labels, test.labels)),
    kind: options.kind,
    train,
    test,
    source: { reader: 'idx', options: { ...options, folder } },
  };
  validateDataset(dataset);
  return dataset;
}

function readSplit(imagePath: string, labelPath: string, classNames: readonly string[] | undefined): Split {
  const images = readIdx(imagePath, 3);
  const labels = readIdx(labelPath, 1);
  const [size, rows, columns] = images.shape;
  if (labels.shape[0] !== size) {
    throw new InvalidDataError(
      `${imagePath} has ${size} images, but ${labelPath} has ${labels.shape[0]} labels.\n` +
        'Expected one label per image. Check that both files belong together.',
    );
  }
  const classes = classNames?.length ?? 256;
  const mislabelled = labels.values.findIndex((label) => label >= classes);
  if (mislabelled !== -1) {
    throw new InvalidDataError(
      `${labelPath} has label ${labels.values[mislabelled]} at offset ${8 + mislabelled} (unpacked).\n` +
        `Expected labels from 0 to ${classes - 1}, because there are ${classes} class names. Correct the label or add its class name.`,
    );
  }
  return {
    inputs: shares(images.values),
    itemShape: [rows, columns, 1],
    labels: Int32Array.from(labels.values),
    size,
  };
}

const highest = (...labels: Int32Array[]): number =>
  Math.max(...labels.map((split) => split.reduce((a, b) => Math.max(a, b), 0)));

const numbersUpTo = (last: number): string[] => Array.from({ length: last + 1 }, (_, label) => String(label));
