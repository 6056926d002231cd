import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { resolveOptions } from '../../options.ts';
import type { Dataset } from '../contract.ts';
import { readRecords } from './cifar-records.ts';
import { findFile, readClassNames } from './read-file.ts';
import { optionsAt } from './location.ts';
import { validateDataset } from '../../splits/index.ts';

export interface CifarBinaryOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes. @defaultValue the lines of `batches.meta.txt` */
  readonly classNames?: readonly string[];
}

/**
 * Reads colour images in the binary format of CIFAR-10: itemShape [32, 32, 3], a byte b becomes b / 255. The training split
 * is all `data_batch_*.bin` in numerical order, the test split is `test_batch.bin`. Each file may be gzipped.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError on a missing or truncated file, or a label without a class name
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */
export function cifarBinary(location: string | CifarBinaryOptions): Dataset {
  const requested: CifarBinaryOptions = optionsAt('cifarBinary', location);
  const defaults = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    classNames: [] as readonly string[],
  };
  const options = resolveOptions('cifarBinary', defaults, requested);
  const folder = resolve(options.folder);
  const classNames =
    options.classNames.length > 0 ? options.classNames : readClassNames(findFile(join(folder, 'batches.meta.txt')));
  const labels = { bytes: 1, at: 0, classes: classNames.length };
  const dataset: Dataset = {
    name: options.name,
    classNames,
    kind: 'image',
    train: readRecords(trainingBatches(folder), labels),
    test: readRecords([findFile(join(folder, 'test_batch.bin'))], labels),
    source: { reader: 'cifarBinary', options: { ...options, folder } },
  };
  validateDataset(dataset);
  return dataset;
}

function trainingBatches(folder: string): string[] {
  const names = (existsSync(folder) ? readdirSync(folder) : []).filter((name) =>
    /^data_batch_\d+\.bin(\.gz)?$/.test(name),
  );
  const unpacked = new Set(names.map((name) => name.replace(/\.gz$/, '')));
  if (unpacked.size === 0) {
    throw new InvalidDataError(
      `${folder} has no training batch.\nExpected data_batch_1.bin or data_batch_1.bin.gz, and so on. Check the folder.`,
    );
  }
  const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);
  return [...unpacked].toSorted((a, b) => numberOf(a) - numberOf(b)).map((name) => findFile(join(folder, name)));
}
