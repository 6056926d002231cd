import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { checkOptions, demand, folderPath, names, oneOf } from '../../options.ts';
import { show } from '../../show.ts';
import { itemSize, kindOf, validateSplit } from '../../splits/index.ts';
import { mostBytes, npzBytes } from '../arrays/write-numpy.ts';
import type { Split } from '../contract.ts';
import { encodePng } from '../pictures/encode-png.ts';

export interface SaveSplitOptions {
  /**
   * `'npz'`: one file with the arrays `x` [size, …itemShape] and `y` [size]. `'folder'`: a PNG picture per item, in a folder per class.
   * @defaultValue 'npz' if the path ends in .npz, else 'folder'
   */
  readonly format?: 'npz' | 'folder';
  /** Names of the classes, which become folders. @defaultValue the numbers of the classes */
  readonly classNames?: readonly string[];
}

/**
 * Writes a split to a file or folder that other tools read: NumPy, Pillow, torchvision's `ImageFolder`, and `npz` and `imageFolder` of this
 * package. In an `.npz` file x is float32, or int32 of token ids, and y is int32: all values are kept. In a folder each value v of a picture
 * becomes the byte round(255 v), so values that are no n / 255 are rounded; pictures are named by their positions.
 *
 * @param path - of the file or folder, which is created
 * @throws InvalidDataError on a split that cannot be used, is too large for the format, or whose items are no pictures in [0, 1]
 *
 * @example
 * await saveSplit(train, 'out/train.npz'); // numpy.load('out/train.npz')['x']
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
  const { format = path.endsWith('.npz') ? 'npz' : 'folder', classNames } = checkOptions('saveSplit', options, {
    format: oneOf('npz', 'folder'),
    classNames: names,
  });
  validateSplit(split, classNames?.length ?? Number.POSITIVE_INFINITY);
  if (format === 'npz') await saveArrays(split, path);
  else await savePictures(split, path, classNames);
}

async function saveArrays({ inputs, itemShape, labels, size }: Split, path: string): Promise<void> {
  if (inputs.byteLength >= mostBytes) {
    throw new InvalidDataError(
      `saveSplit: the inputs have ${inputs.byteLength} bytes.\nExpected fewer than 2 GiB, which one array of the file can hold. Save subsets of the split.`,
    );
  }
  const bytes = npzBytes({ x: { shape: [size, ...itemShape], values: inputs }, y: { shape: [size], values: labels } });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

async function savePictures(split: Split, path: string, classNames: readonly string[] | undefined): Promise<void> {
  const { inputs, itemShape, labels, size } = split;
  const [height, width, channels = 1] = itemShape;
  if (kindOf(split, { kind: 'image' }) !== 'image' || (channels !== 1 && channels !== 3)) {
    throw new InvalidDataError(
      `saveSplit: the items have the shape [${itemShape.join(', ')}].\nExpected pictures [height, width, 1 or 3] for the format 'folder'. Save them as .npz.`,
    );
  }
  const outside = inputs.findIndex((value) => value < 0 || value > 1);
  if (outside !== -1) {
    throw new InvalidDataError(
      `saveSplit: item ${Math.floor(outside / itemSize(split))} has the value ${inputs[outside]}.\nExpected values in [0, 1] for the format 'folder'. Save them as .npz, or scale them.`,
    );
  }
  const folders = Array.from({ length: labels.reduce((a, b) => Math.max(a, b), 0) + 1 }, (_, label) =>
    folderName(classNames?.[label] ?? String(label)),
  );
  for (const label of new Set(labels)) await mkdir(join(path, folders[label]), { recursive: true });
  const digits = String(size - 1).length;
  const length = itemSize(split);
  for (let at = 0; at < size; at++) {
    const values = Uint8Array.from(inputs.subarray(at * length, (at + 1) * length), (value) => Math.round(255 * value));
    const name = `${String(at).padStart(digits, '0')}.png`;
    await writeFile(join(path, folders[labels[at]], name), encodePng({ width, height, channels, values }));
  }
}

/** @throws InvalidDataError if the name of a class cannot be that of a folder */
function folderName(name: string): string {
  if (!/[/\\\0]/.test(name) && !name.startsWith('.')) return name;
  throw new InvalidDataError(
    `saveSplit: the class ${show(name)} cannot be the name of a folder.\nExpected names without slashes that do not begin with a dot. Pass other classNames.`,
  );
}
