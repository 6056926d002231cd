import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '../errors.ts';
import { checkOptions, flag, folderPath } from '../options.ts';
import type { Progress } from '../progress.ts';
import { partOf } from '../splits/index.ts';
import type { Dataset } from './contract.ts';
import { labelledTexts, type Row } from './formats/labelled-rows.ts';
import { readLines } from './formats/read-file.ts';
import { folderOf, type FolderSet } from './named/folder-set.ts';
import { cached, keyOf } from './pictures/cached.ts';
import { picturesInFolders } from './pictures/list-pictures.ts';
import { checkProgress, pictureDataset } from './pictures/picture-dataset.ts';
import { fileSource } from './pictures/read-pictures.ts';

export interface TinyImageNetOptions {
  /** Folder of the set. @defaultValue the folder `tiny-imagenet-200` in DNN_DATA_DIR */
  readonly folder?: string;
  /** Leaves pictures out that cannot be decoded. The name of the data set then counts them. @defaultValue false */
  readonly skipDamaged?: boolean;
  /** Receives the progress of decoding, in pictures. @defaultValue lines on stderr */
  readonly progress?: Progress;
}

const set: FolderSet = {
  name: 'tiny-imagenet-200',
  reader: 'tinyImageNet',
  files: 'train, val, wnids.txt and words.txt',
  origin: 'Get http://cs231n.stanford.edu/tiny-imagenet-200.zip and unpack it.',
};
const whole = { train: 100_000, test: 10_000 };

/**
 * Tiny ImageNet: 100,000 + 10,000 photographs, 64×64 RGB, 200 classes. Its validation split is tested, because its test split has no
 * labels. Grey photographs among the coloured ones repeat their grey. Class names are the words of the synsets. Decoded pictures are cached.
 *
 * @throws InvalidDataError if there is no folder, or a file is missing or damaged
 * @see Le and Yang 2015, Tiny ImageNet visual recognition challenge
 */
export async function tinyImageNet({ progress, ...options }: TinyImageNetOptions = {}): Promise<Dataset> {
  const report = checkProgress('tinyImageNet', progress);
  const { folder: given, skipDamaged = false } = checkOptions('tinyImageNet', options, {
    folder: folderPath,
    skipDamaged: flag,
  });
  const folder = folderOf(set, given);
  const synsets = readLines(join(folder, 'wnids.txt')).filter((line) => line !== '');
  const sources = (rows: readonly Row[]) => {
    const { texts, labels } = labelledTexts(rows, synsets, 0);
    return texts.map((path, i) => fileSource(path, path.slice(folder.length + 1), labels[i]));
  };
  const train = sources(picturesInFolders(join(folder, 'train'), synsets));
  const test = sources(validationRows(folder));
  const rules = { size: [64, 64] as const, channels: 3 as const, skipDamaged };
  const source = { reader: 'tinyImageNet', options: { folder, skipDamaged } };
  const parts = { name: 'tiny-imagenet-200', classNames: wordsOf(folder, synsets), train, test, source };
  const files = [...train, ...test].map(({ name, label }) => [name, label] as const);
  const dataset = await cached(keyOf(files, `tiny-imagenet ${skipDamaged}`), () =>
    pictureDataset(parts, rules, report),
  );
  const part = partOf({ ...dataset, whole });
  return { ...dataset, name: `${dataset.name}${part === undefined ? '' : ` (part: ${part})`}`, whole, source };
}

/** val_annotations.txt has a line per picture: file, synset, and the corners of a box, separated by tabs. */
function validationRows(folder: string): Row[] {
  const path = join(folder, 'val/val_annotations.txt');
  return readLines(path).map((line, at) => {
    const [file, label] = line.split('\t');
    const place = `${path}, line ${at + 1}`;
    if (label === undefined)
      throw new InvalidDataError(`${place} has no tab.\nExpected file<TAB>synset. Get the file again.`);
    return { label, text: join(folder, 'val/images', file), place };
  });
}

/** The words of the synsets, where words.txt has them and they differ. */
function wordsOf(folder: string, synsets: readonly string[]): readonly string[] {
  const path = join(folder, 'words.txt');
  if (!existsSync(path)) return synsets;
  const words = new Map(readLines(path).map((line) => line.split('\t') as [string, string]));
  const names = synsets.map((synset) => words.get(synset) ?? synset);
  return new Set(names).size === names.length ? names : synsets;
}
