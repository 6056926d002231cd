import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { resolveOptions } from '../../options.ts';
import type { Dataset, Split } from '../contract.ts';
import { findFile, readBytes, readClassNames } from './read-file.ts';
import { validateDataset } from '../../splits/index.ts';

export interface CifarBinaryOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes. @defaultValue the lines of `batches.meta.txt` */
  readonly classNames?: readonly string[];
}

const side = 32;
const plane = side * side;
/** One label byte, then the red, the green and the blue plane, each row by row. */
const recordBytes = 1 + 3 * plane;
/** Most records per file: all of CIFAR-10. The format has no header that says how many there are. */
const mostRecords = 60_000;

/**
 * Reads colour images in the binary format of CIFAR-10: itemShape [32, 32, 3], a byte b becomes b / 255. The training split
 * is all `data_batch_*.bin` in numerical order, the test split is `test_batch.bin`. Each file may be gzipped.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError on a missing or truncated file, or a label without a class name
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */
export function cifarBinary(location: string | CifarBinaryOptions): Dataset {
  const requested = typeof location === 'string' ? { folder: location } : location;
  const defaults = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    classNames: [] as readonly string[],
  };
  const options = resolveOptions('cifarBinary', defaults, requested);
  const folder = resolve(options.folder);
  const classNames =
    options.classNames.length > 0 ? options.classNames : readClassNames(findFile(join(folder, 'batches.meta.txt')));
  const dataset: Dataset = {
    name: options.name,
    classNames,
    kind: 'image',
    train: readSplit(trainingBatches(folder), classNames.length),
    test: readSplit([findFile(join(folder, 'test_batch.bin'))], classNames.length),
    source: { reader: 'cifarBinary', options: { ...options, folder } },
  };
  validateDataset(dataset);
  return dataset;
}

function trainingBatches(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^data_batch_\d+\.bin(\.gz)?$/.test(name));
  const unpacked = new Set(names.map((name) => name.replace(/\.gz$/, '')));
  if (unpacked.size === 0) {
    throw new InvalidDataError(
      `${folder} has no training batch.\nExpected data_batch_1.bin or data_batch_1.bin.gz, and so on. Check the folder.`,
    );
  }
  const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);
  return [...unpacked].toSorted((a, b) => numberOf(a) - numberOf(b)).map((name) => findFile(join(folder, name)));
}

function readSplit(paths: readonly string[], classes: number): Split {
  const batches = paths.map((path) => readRecords(path, classes));
  const size = batches.reduce((sum, records) => sum + records.length / recordBytes, 0);
  const inputs = new Float32Array(size * 3 * plane);
  const labels = new Int32Array(size);
  let item = 0;
  for (const records of batches) {
    for (let offset = 0; offset < records.length; offset += recordBytes, item++) {
      labels[item] = records[offset];
      interleave(
        records.subarray(offset + 1, offset + recordBytes),
        inputs.subarray(item * 3 * plane, (item + 1) * 3 * plane),
      );
    }
  }
  return { inputs, itemShape: [side, side, 3], labels, size };
}

function readRecords(path: string, classes: number): Uint8Array {
  const records = readBytes(path, {
    most: () => mostRecords * recordBytes,
    tooLong: (bytes) =>
      new InvalidDataError(
        `${path} has ${bytes} bytes (unpacked).\nExpected at most ${mostRecords} records of ${recordBytes} bytes; CIFAR-10 has 10000 per file. ` +
          'Check that this is the right file, or divide it into data_batch_1.bin, data_batch_2.bin and so on.',
      ),
  });
  if (records.length === 0 || records.length % recordBytes !== 0) {
    throw new InvalidDataError(
      `${path} has ${records.length} bytes (unpacked), which is ${(records.length / recordBytes).toFixed(2)} records.\n` +
        `Expected a multiple of ${recordBytes}, the length of a record. The file is truncated or in another format: get it again.`,
    );
  }
  for (let offset = 0; offset < records.length; offset += recordBytes) {
    if (records[offset] >= classes) {
      throw new InvalidDataError(
        `${path} has label ${records[offset]} at offset ${offset} (unpacked).\n` +
          `Expected labels from 0 to ${classes - 1}, because there are ${classes} class names. Correct the label or add its class name.`,
      );
    }
  }
  return records;
}

/** Converts [3, 32, 32] bytes to [32, 32, 3] values in [0, 1]. */
function interleave(planes: Uint8Array, pixels: Float32Array): void {
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) pixels[3 * i + channel] = planes[channel * plane + i] / 255;
  }
}
