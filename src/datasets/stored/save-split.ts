import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { checkOptions, demand, folderPath, names, oneOf, type LimitsOf } from '../../options.ts';
import { show } from '../../show.ts';
import { validateSplit } from '../../splits/index.ts';
import { mostBytes, npzBytes } from '../arrays/write-numpy.ts';
import type { Split } from '../contract.ts';
import { parquetBytes } from './parquet-bytes.ts';
import { pngName, pngOfItem } from './png-items.ts';
import { writeWhole } from './write-whole.ts';

export interface SaveSplitOptions {
  /**
   * `'npz'`: one file with the arrays `x` [size, …itemShape] and `y` [size]. `'parquet'`: one table, as Hugging Face writes it. `'folder'`: a
   * PNG picture per item, in a folder per class.
   * @defaultValue 'npz' if the path ends in .npz, 'parquet' if it ends in .parquet, else 'folder'
   */
  readonly format?: 'npz' | 'parquet' | 'folder';
  /** Names of the classes, which become folders, or are written into the table. @defaultValue the numbers of the classes */
  readonly classNames?: readonly string[];
  /** Names of the columns of numbers of a Parquet file. @defaultValue feature 0, feature 1, … */
  readonly featureNames?: readonly string[];
}

const limits: LimitsOf<SaveSplitOptions> = {
  format: oneOf('npz', 'parquet', 'folder'),
  classNames: names,
  featureNames: names,
};

/**
 * Writes a split to a file or folder that other tools read: NumPy, Pillow, torchvision's `ImageFolder`, the library `datasets` of
 * Hugging Face, and `npz`, `imageFolder` and `parquet` of this package. In an `.npz` file x is float32, or int32 of token ids, and y is int32:
 * all values are kept. In a folder each value v of a picture becomes the byte round(255 v), so values that are no n / 255 are rounded;
 * pictures are named by their positions. A Parquet file holds such pictures, or the texts of a split, or a column per value of float32.
 *
 * @param path - of the file or folder, which is created
 * @throws InvalidDataError on a split that cannot be used, is too large for the format, or whose items are no pictures in [0, 1]
 *
 * @example
 * await saveSplit(train, 'out/train.npz'); // numpy.load('out/train.npz')['x']
 * await saveSplit(train, 'out/train.parquet', { classNames }); // parquet('out')
 * await saveSplit(train, 'out/train', { classNames }); // out/train/cat/000001.png
 */
export async function saveSplit(split: Split, path: string, options: SaveSplitOptions = {}): Promise<void> {
  demand(
    'saveSplit',
    'path',
    path,
    { ...folderPath, expected: 'a path without null characters' },
    "Pass e.g. 'out/train.npz'.",
  );
  const { format = usualFormat(path), classNames, featureNames } = checkOptions('saveSplit', options, limits);
  validateSplit(split, classNames?.length ?? Number.POSITIVE_INFINITY);
  if (format === 'npz') await saveArrays(split, path);
  else if (format === 'parquet') await writeWhole(path, await parquetBytes(split, { classNames, featureNames }));
  else await savePictures(split, path, classNames);
}

const usualFormat = (path: string): 'npz' | 'parquet' | 'folder' =>
  path.endsWith('.npz') ? 'npz' : path.endsWith('.parquet') ? 'parquet' : 'folder';

async function saveArrays({ inputs, itemShape, labels, size }: Split, path: string): Promise<void> {
  if (inputs.byteLength >= mostBytes) {
    throw new InvalidDataError(
      `saveSplit: the inputs have ${inputs.byteLength} bytes.\nExpected fewer than 2 GiB, which one array of the file can hold. Save subsets of the split.`,
    );
  }
  await writeWhole(
    path,
    npzBytes({ x: { shape: [size, ...itemShape], values: inputs }, y: { shape: [size], values: labels } }),
  );
}

async function savePictures(split: Split, path: string, classNames: readonly string[] | undefined): Promise<void> {
  const { labels, size } = split;
  const pngOf = pngOfItem(split, "'folder'");
  const folders = Array.from({ length: labels.reduce((a, b) => Math.max(a, b), 0) + 1 }, (_, label) =>
    folderName(classNames?.[label] ?? String(label)),
  );
  for (const label of new Set(labels)) await mkdir(join(path, folders[label]), { recursive: true });
  for (let at = 0; at < size; at++) await writeFile(join(path, folders[labels[at]], pngName(at, split)), pngOf(at));
}

/** @throws InvalidDataError if the name of a class cannot be that of a folder */
function folderName(name: string): string {
  if (!/[/\\\0]/.test(name) && !name.startsWith('.')) return name;
  throw new InvalidDataError(
    `saveSplit: the class ${show(name)} cannot be the name of a folder.\nExpected names without slashes that do not begin with a dot. Pass other classNames.`,
  );
}
