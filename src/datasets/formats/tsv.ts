import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { integerFrom, resolveOptions } from '../../options.ts';
import type { Dataset, Split } from '../contract.ts';
import { findFile, readClassNames, readLines } from './read-file.ts';
import { validateDataset } from '../../splits/index.ts';
import { encode, vocabularyOf, wordsOf } from './vocabulary.ts';

export interface TsvOptions {
  /** Where the files lie. @defaultValue the working directory */
  readonly folder?: string;
  /** Tokens of an item: longer texts are cut off, shorter ones padded with 0 at the end. @defaultValue 50 */
  readonly length?: number;
  /** Highest number of different token ids, padding and unknown words included. @defaultValue 20000 */
  readonly vocabularySize?: number;
  /** @defaultValue the name of the folder */
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
 * Labelled texts: `train.tsv` and `test.tsv` with a line `label<TAB>text` for each item, and `labels.txt` with the class
 * names, one a line; label k is line k, counted from 0. UTF-8, no header, no quoting; each may be packed by gzip.
 *
 * Inputs are token ids, itemShape [length]: lower-cased words, numbered by how often they come up in the training split
 * (equally frequent ones in the order of their characters) from 2 on; 0 is padding, 1 any other word.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError on a file that is missing or no UTF-8, on a line without a tab, on a label without a class name
 */
export function tsv(location: string | TsvOptions, changes: TsvOptions = {}): TextDataset {
  const given = { ...(typeof location === 'string' ? { folder: location } : location), ...changes };
  const defaults = { folder: '.', length: 50, vocabularySize: 20_000, name: basename(resolve(given.folder ?? '.')) };
  const options = resolveOptions('tsv', defaults, given, { length: integerFrom(1), vocabularySize: integerFrom(3) });
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
          `Expected label<TAB>text with a label from 0 to ${classes - 1}, because labels.txt names ${classes} classes.`,
      );
    }
    return { label: Number(label), words: wordsOf(line.slice(tab + 1)) };
  });
  return { words: items.map((item) => item.words), labels: Int32Array.from(items, (item) => item.label) };
}
