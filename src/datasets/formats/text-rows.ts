import { basename, join, resolve } from 'node:path';
import { integer, integerFrom, names, type Limit } from '../../options.ts';
import { classesOf, divided, labelledTexts, namesIn, type Row } from './labelled-rows.ts';
import { findFile } from './read-file.ts';
import { resolveTextOptions, textDataset, type TextDataset, type TextOptions } from './text-dataset.ts';

/** Options of the readers of files with one text per row. */
export interface TextRowsOptions extends TextOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes. @defaultValue the lines of labels.txt or classes.txt, else the labels of the training rows */
  readonly classNames?: readonly string[];
  /** The number of the first class, if labels are numbers. @defaultValue 0 */
  readonly firstLabel?: number;
  /** Most rows that are read from each file. @defaultValue all */
  readonly limit?: number;
}

interface Format {
  readonly reader: string;
  /** The end of file names. */
  readonly end: string;
  /** Options that only this format has, with their defaults and limits. */
  readonly defaults: Readonly<Record<string, never>> | object;
  readonly limits: Readonly<Record<string, Limit>>;
  /** Yields the rows of a file. */
  readonly rows: (path: string, options: never) => Iterable<Row>;
}

/**
 * Reads a data set from files with one text per row. If training and test rows come from one file, every fifth row is tested.
 *
 * @throws InvalidDataError if a file is missing or malformed, or a label has no class
 */
export function textRows(format: Format, requested: TextRowsOptions): TextDataset {
  const { reader, end, rows } = format;
  const defaults = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    classNames: [] as readonly string[],
    firstLabel: 0,
    limit: Number.MAX_SAFE_INTEGER,
    train: `train.${end}`,
    test: `test.${end}`,
    ...(format.defaults as Readonly<Record<string, never>>),
  };
  const limits = { classNames: names, firstLabel: integer, limit: integerFrom(1), ...format.limits };
  const { options, tokenizer } = resolveTextOptions(reader, defaults, requested, limits);
  const folder = resolve(options.folder);
  const read = (file: string): Row[] => firstOf(rows(findFile(join(folder, file)), options as never), options.limit);
  const { train, test } =
    options.train === options.test
      ? divided(read(options.train))
      : { train: read(options.train), test: read(options.test) };
  const written = options.classNames.length > 0 ? options.classNames : namesIn(folder);
  const classNames = written.length > 0 ? written : classesOf(train);
  const parts = {
    name: options.name,
    classNames,
    train: labelledTexts(train, classNames, options.firstLabel),
    test: labelledTexts(test, classNames, options.firstLabel),
    source: { reader, options: { ...options, folder } },
  };
  return textDataset(parts, options, tokenizer);
}

function firstOf<T>(items: Iterable<T>, most: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === most) break;
  }
  return first;
}
