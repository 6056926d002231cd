import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { integerFrom, resolveOptions } from '../../options.ts';
import type { Dataset, Split } from '../contract.ts';
import { findFile, readClassNames, readLines } from './read-file.ts';
import { validateDataset } from '../../splits/index.ts';
import { encode, vocabularyOf, wordsOf } from './vocabulary.ts';
import { optionsAt } from './location.ts';

export interface TsvOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** Tokens per item: longer texts are truncated, shorter ones are padded with 0 at the end. @defaultValue 50 */
  readonly length?: number;
  /** Maximum number of distinct token ids, including padding and unknown words. @defaultValue 20000 */
  readonly vocabularySize?: number;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
}

/** Texts as token ids; `vocabulary[id]` is the word of an id. */
export interface TextDataset extends Dataset {
  readonly kind: 'text';
  readonly vocabulary: readonly string[];
}

interface Items {
  readonly words: readonly (readonly string[])[];
  readonly labels: Int32Array;
}

/**
 * Reads labelled texts: `train.tsv` and `test.tsv` with one line `label<TAB>text` per item, and `labels.txt` with one class
 * name per line. Label k is line k, counted from 0. Files are UTF-8 without header and quoting, and may be gzipped.
 *
 * Inputs are token ids, itemShape [length]. Lower-cased words are numbered from 2 by their frequency in the training split;
 * equally frequent words are in the order of their characters. 0 is padding, 1 is any other word.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError on a file that is missing or not UTF-8, a line without a tab, or a label without a class name
 */
export function tsv(location: string | TsvOptions, changes: TsvOptions = {}): TextDataset {
  const requested = { ...optionsAt('tsv', location), ...changes };
  const defaults = {
    folder: '.',
    length: 50,
    vocabularySize: 20_000,
    name: basename(resolve(requested.folder ?? '.')),
  };
  const options = resolveOptions('tsv', defaults, requested, {
    length: integerFrom(1, 1_000_000),
    vocabularySize: integerFrom(3),
  });
  const folder = resolve(options.folder);
  const classNames = readClassNames(findFile(join(folder, 'labels.txt')));
  const train = readItems(findFile(join(folder, 'train.tsv')), classNames.length);
  const test = readItems(findFile(join(folder, 'test.tsv')), classNames.length);
  const vocabulary = vocabularyOf(train.words, options.vocabularySize);
  const dataset: TextDataset = {
    name: options.name,
    classNames,
    kind: 'text',
    train: splitOf(train, vocabulary, options.length),
    test: splitOf(test, vocabulary, options.length),
    vocabulary,
    source: { reader: 'tsv', options: { ...options, folder } },
  };
  validateDataset(dataset);
  return dataset;
}

function splitOf({ words, labels }: Items, vocabulary: readonly string[], length: number): Split {
  return { inputs: encode(words, vocabulary, length), itemShape: [length], labels, size: labels.length };
}

function readItems(path: string, classes: number): Items {
  const items = readLines(path).map((line, i) => {
    const tab = line.indexOf('\t');
    const label = line.slice(0, Math.max(0, tab));
    if (!/^\d+$/.test(label) || Number(label) >= classes) {
      throw new InvalidDataError(
        `${path}, line ${i + 1}: ${tab === -1 ? 'there is no tab' : `the label is "${label}"`}.\n` +
          `Expected label<TAB>text with a label from 0 to ${classes - 1}, because labels.txt names ${classes} classes. Correct the line.`,
      );
    }
    return { label: Number(label), words: wordsOf(line.slice(tab + 1)) };
  });
  return { words: items.map((item) => item.words), labels: Int32Array.from(items, (item) => item.label) };
}
