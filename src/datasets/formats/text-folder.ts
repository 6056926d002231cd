import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { names } from '../../options.ts';
import { labelledTexts, type Row } from './labelled-rows.ts';
import { optionsAt } from './location.ts';
import { readLines } from './read-file.ts';
import { resolveTextOptions, textDataset, type TextDataset, type TextOptions } from './text-dataset.ts';

export interface TextFolderOptions extends TextOptions {
  /** Folder of the splits. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes, which are folders. @defaultValue all folders of `train`, in the order of their characters */
  readonly classNames?: readonly string[];
}

/**
 * Reads labelled texts from one file per text: `train/<class>/*.txt` and `test/<class>/*.txt`, in the order of their names. Files are
 * UTF-8.
 *
 * Inputs are token ids, as those of `tsv`.
 *
 * @param location - the folder of `train` and `test`
 * @throws InvalidDataError if a folder is missing or has no text, or a file is not UTF-8
 */
export function textFolder(location: string | TextFolderOptions, changes: TextFolderOptions = {}): TextDataset {
  const requested = { ...optionsAt('textFolder', location), ...changes };
  const defaults = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    classNames: [] as readonly string[],
  };
  const { options, tokenizer } = resolveTextOptions('textFolder', defaults, requested, { classNames: names });
  const folder = resolve(options.folder);
  const classNames = options.classNames.length > 0 ? options.classNames : foldersIn(join(folder, 'train'));
  const read = (split: string) => labelledTexts(textsIn(join(folder, split), classNames), classNames, 0);
  const parts = {
    name: options.name,
    classNames,
    train: read('train'),
    test: read('test'),
    source: { reader: 'textFolder', options: { ...options, folder } },
  };
  return textDataset(parts, options, tokenizer);
}

function foldersIn(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (folders.length > 1) return folders.toSorted();
  throw new InvalidDataError(
    `${folder} ${entries.length === 0 ? 'is missing or empty' : `has ${folders.length} folders`}.\n` +
      'Expected one folder per class with one .txt file per text: train/<class>/*.txt and test/<class>/*.txt. Check the folder.',
  );
}

function textsIn(folder: string, classNames: readonly string[]): Row[] {
  return classNames.flatMap((label) => {
    const path = join(folder, label);
    const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.txt')) : [];
    if (files.length === 0)
      throw new InvalidDataError(
        `There is no text in ${path}.\nExpected one .txt file per text of the class "${label}". Check the folder, or pass classNames.`,
      );
    return files.toSorted().map((name) => {
      const place = join(path, name);
      return { label, text: readLines(place).join('\n'), place };
    });
  });
}
