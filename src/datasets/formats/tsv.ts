import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { findFile, readClassNames, readLines } from './read-file.ts';
import { optionsAt } from './location.ts';
import {
  resolveTextOptions,
  textDataset,
  type LabelledTexts,
  type TextDataset,
  type TextOptions,
} from './text-dataset.ts';

export interface TsvOptions extends TextOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
}

/**
 * Reads labelled texts: `train.tsv` and `test.tsv` with one line `label<TAB>text` per item, and `labels.txt` with one class
 * name per line. Label k is line k, counted from 0. Files are UTF-8 without header and quoting, and may be gzipped: a quotation
 * mark is a character of the text.
 *
 * Inputs are token ids, itemShape [length]. Lower-cased words are numbered from 2 by their frequency in the training split;
 * equally frequent words are in the order of their characters. 0 is padding, 1 is any other word. Splits keep their texts.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError on a file that is missing or not UTF-8, a line without a tab, or a label without a class name
 */
export function tsv(location: string | TsvOptions, changes: TsvOptions = {}): TextDataset {
  const requested = { ...optionsAt('tsv', location), ...changes };
  const defaults = { folder: '.', name: basename(resolve(requested.folder ?? '.')) };
  const { options, tokenizer } = resolveTextOptions('tsv', defaults, requested);
  const folder = resolve(options.folder);
  const classNames = readClassNames(findFile(join(folder, 'labels.txt')));
  const parts = {
    name: options.name,
    classNames,
    train: readItems(findFile(join(folder, 'train.tsv')), classNames.length),
    test: readItems(findFile(join(folder, 'test.tsv')), classNames.length),
    source: { reader: 'tsv', options: { ...options, folder } },
  };
  return textDataset(parts, options, tokenizer);
}

function readItems(path: string, classes: number): LabelledTexts {
  const lines = readLines(path);
  const labels = new Int32Array(lines.length);
  const texts = lines.map((line, i) => {
    const tab = line.indexOf('\t');
    const label = line.slice(0, Math.max(0, tab));
    if (!/^\d+$/.test(label) || Number(label) >= classes) {
      throw new InvalidDataError(
        `${path}, line ${i + 1}: ${tab === -1 ? 'there is no tab' : `the label is "${label}"`}.\n` +
          `Expected label<TAB>text with a label from 0 to ${classes - 1}, because labels.txt names ${classes} classes. Correct the line.`,
      );
    }
    labels[i] = Number(label);
    return line.slice(tab + 1);
  });
  return { texts, labels };
}
