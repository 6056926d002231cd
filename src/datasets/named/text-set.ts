import { partOf } from '../../splits/index.ts';
import type { Dataset } from '../contract.ts';
import { optionsAt } from '../formats/location.ts';
import { folderOf, type FolderSet } from './folder-set.ts';
import type { TextDataset, TextOptions } from '../formats/text-dataset.ts';

export interface TextSetOptions extends TextOptions {
  /** Folder of the files. @defaultValue the folder of the set in DNN_DATA_DIR */
  readonly folder?: string;
}

/** A public set of texts with a well-known name, which is read from a folder. */
export interface TextSet extends FolderSet {
  /** Numbers of items of the whole set, or of both splits together where the set has no official division. */
  readonly whole: NonNullable<Dataset['whole']> | number;
  readonly read: (folder: string, options: TextOptions) => TextDataset;
}

/**
 * Reads a public set of texts. The name of a shortened one says that it is a part, as in
 * `imdb (part: 5,000 + 2,500 of 25,000 + 25,000 items)`.
 *
 * @throws InvalidOptionError if the folder is no path; InvalidDataError if there is no folder, and the message says where to get the files
 */
export function openTextSet(set: TextSet, location: TextSetOptions = {}): TextDataset {
  const { name, reader, whole } = set;
  const { folder: given, ...options } = optionsAt<TextSetOptions>(reader, location);
  const folder = folderOf(set, given);
  const read = set.read(folder, options);
  const total = read.train.size + read.test.size;
  const counted = typeof whole === 'number' ? undefined : partOf({ ...read, whole });
  const part = typeof whole === 'number' && total < whole ? `${count(total)} of ${count(whole)} items` : counted;
  const source = read.source && { reader, options: { ...encodingIn(read.source.options), folder } };
  return {
    ...read,
    name: part === undefined ? name : `${name} (part: ${part})`,
    ...(typeof whole !== 'number' && { whole }),
    ...(source && { source }),
  };
}

const count = (size: number): string => size.toLocaleString('en-US');

/** The options of a reader that every set of texts has too. */
function encodingIn({ length, vocabularySize, padding, mask }: NonNullable<Dataset['source']>['options']) {
  return { length, vocabularySize, padding, mask };
}
