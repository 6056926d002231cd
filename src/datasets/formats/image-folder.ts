import { basename, resolve } from 'node:path';
import { names, resolveOptions, text } from '../../options.ts';
import type { Dataset } from '../contract.ts';
import { cached, keyOf } from '../pictures/cached.ts';
import { listPictures } from '../pictures/list-pictures.ts';
import {
  checkProgress,
  pictureDataset,
  pictureLimits,
  rulesOf,
  type PictureOptions,
} from '../pictures/picture-dataset.ts';
import { optionsAt } from './location.ts';

export interface ImageFolderOptions extends PictureOptions {
  /** Folder of the pictures. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes. @defaultValue the folders of the training split, in the order of their characters */
  readonly classNames?: readonly string[];
  /** Folder of the training pictures, or a CSV file with the columns `file_name` and `label`. @defaultValue 'train' */
  readonly train?: string;
  /** Folder or CSV file of the test pictures. @defaultValue 'test', else 'val', 'valid' or 'validation' */
  readonly test?: string;
}

/**
 * Reads pictures from a folder per class: `train/<class>/*.png` and `test/<class>/*.png`. If there is no folder `train`, the classes lie in
 * the folder itself and every fifth picture is tested. PNG, JPEG and WebP are decoded to the values of Pillow: itemShape [height, width,
 * channels], a byte b becomes b / 255, a 16-bit grey value v becomes v / 65535. Alpha is dropped, palettes become colours, rotation in EXIF
 * is not applied.
 *
 * Decoded pictures are cached, and decoded again if a file or an option changes. Items have the paths of their files as ids.
 *
 * @param location - the folder
 * @throws InvalidDataError on a class without pictures, a damaged file, different sizes without `size`, or grey and coloured pictures
 *   without `channels`; the message names the file
 *
 * @example
 * const pets = await imageFolder('data/pets', { size: 64 });
 * const plants = await imageFolder('data/plants', { train: 'train.csv', test: 'test.csv', size: [48, 64], channels: 3 });
 */
export async function imageFolder(
  location: string | ImageFolderOptions,
  changes: ImageFolderOptions = {},
): Promise<Dataset> {
  const { progress, ...requested } = {
    ...optionsAt<ImageFolderOptions>('imageFolder', location),
    ...changes,
  } as ImageFolderOptions;
  const report = checkProgress('imageFolder', progress);
  const defaults = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    classNames: [] as readonly string[],
    train: 'train',
    test: 'test',
    size: null,
    channels: null,
    skipDamaged: false,
  };
  const limits = { name: text, classNames: names, train: text, test: text, ...pictureLimits };
  const options = resolveOptions('imageFolder', defaults as never, requested as never, limits as never) as Required<
    Omit<ImageFolderOptions, 'progress'>
  >;
  const folder = resolve(options.folder);
  const list = listPictures(folder, options);
  const { size, channels, skipDamaged } = rulesOf(options);
  const key = keyOf(
    [...list.train, ...list.test].map(({ name, label }) => [name, label]),
    JSON.stringify([options.name, list.classNames, list.train.length, size, channels, skipDamaged]),
  );
  const source = { reader: 'imageFolder', options: { ...options, folder } };
  const parts = { ...list, name: options.name, source };
  const dataset = await cached(key, () => pictureDataset(parts, { size, channels, skipDamaged }, report));
  return { ...dataset, source };
}
