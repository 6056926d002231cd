import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { integer, names, text, type Limit } from '../../options.ts';
import { show } from '../../show.ts';
import { split, validateDataset } from '../../splits/index.ts';
import type { Dataset, Split } from '../contract.ts';
import {
  checkProgress,
  pictureDataset,
  pictureLimits,
  rulesOf,
  type PictureOptions,
} from '../pictures/picture-dataset.ts';
import type { PictureSource } from '../pictures/read-pictures.ts';
import { classesOf, divided, labelledTexts, type Row } from './labelled-rows.ts';
import { optionsAt } from './location.ts';
import { readTable, type Cell, type Table } from '../tables/parquet-table.ts';
import { resolveTextOptions, textDataset, type TextOptions } from './text-dataset.ts';

export interface ParquetOptions extends TextOptions, PictureOptions {
  /** Folder of the files; they may also lie in its folder `data`. @defaultValue the working directory */
  readonly folder?: string;
  /** Name of the data set. @defaultValue the name of the folder */
  readonly name?: string;
  /** Names of the classes. @defaultValue those that Hugging Face writes into the file, else the labels of the training rows */
  readonly classNames?: readonly string[];
  /** The number of the first class, if labels are numbers. @defaultValue 0 */
  readonly firstLabel?: number;
  /** Columns of the inputs: a picture, a text, or numbers. @defaultValue the first of image, img, text and sentence */
  readonly inputs?: readonly string[];
  /** Column of the label. @defaultValue 'label' */
  readonly label?: string;
  /** Beginning of the names of the training files, which end in `.parquet`. @defaultValue 'train' */
  readonly train?: string;
  /** Beginning of the names of the test files. If there are none, every fifth training row is tested. @defaultValue 'test' */
  readonly test?: string;
}

/** A row whose input was not converted yet. */
interface Item extends Row {
  readonly cells: readonly Cell[];
}

const columns: Limit = { ...names, anyType: true };
const usualInputs = ['image', 'img', 'text', 'sentence'];

/**
 * Reads rows of Parquet files, as Hugging Face writes them: all files in the order of their names. The first value decides what the inputs
 * are:
 *
 * - pictures: bytes, or a structure with `bytes`. They are decoded as those of `imageFolder`.
 * - texts: they become token ids, as those of `tsv`; several columns are joined by spaces.
 * - numbers, or lists of numbers: a row of a table, with the columns as names of the features.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError if a file is missing or damaged, a column is missing, a value has another type, or a label has no class
 *
 * @example
 * const beans = await parquet('data/beans', { label: 'labels', size: 64 });
 * const iris = await parquet('data/iris', { inputs: ['petal length', 'petal width'], label: 'species' });
 */
export async function parquet(location: string | ParquetOptions, changes: ParquetOptions = {}): Promise<Dataset> {
  const { progress, ...requested } = {
    ...optionsAt<ParquetOptions>('parquet', location),
    ...changes,
  } as ParquetOptions;
  const report = checkProgress('parquet', progress);
  const own = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    classNames: [] as readonly string[],
    firstLabel: 0,
    inputs: [] as readonly string[],
    label: 'label',
    train: 'train',
    test: 'test',
    size: null,
    channels: null,
    skipDamaged: false,
  };
  const limits = { classNames: names, firstLabel: integer, inputs: columns, label: text, ...pictureLimits };
  const { options, tokenizer } = resolveTextOptions('parquet', own, requested as never, limits);
  const folder = resolve(options.folder);
  const source = { reader: 'parquet', options: { ...options, folder } };
  const trainTable = await readTable(filesIn(folder, options.train), options.label, (known) =>
    inputsOf(options.inputs, known),
  );
  const testFiles = filesIn(folder, options.test, ['test', 'validation', 'valid']);
  const { inputs } = trainTable;
  const all = itemsOf(trainTable);
  const { train, test } =
    testFiles.length > 0
      ? { train: all, test: itemsOf(await readTable(testFiles, options.label, () => inputs)) }
      : (divided(all) as { train: readonly Item[]; test: readonly Item[] });
  const written = options.classNames.length > 0 ? options.classNames : trainTable.classNames;
  const classNames = written.length > 0 ? written : classesOf(all);
  const parts = { name: options.name, classNames, source };
  const labelsOf = (items: readonly Item[]): Int32Array => labelledTexts(items, classNames, options.firstLabel).labels;
  const [first] = all[0].cells;
  if (pictureIn(first)) {
    const pictures = { ...parts, train: picturesOf(train, labelsOf(train)), test: picturesOf(test, labelsOf(test)) };
    return pictureDataset(pictures, rulesOf(options), report);
  }
  if (typeof first === 'string') {
    const texts = (items: readonly Item[]) => ({ texts: items.map(textOf), labels: labelsOf(items) });
    return textDataset({ ...parts, train: texts(train), test: texts(test) }, options, tokenizer);
  }
  const table = numbersOf(train, labelsOf(train));
  const dataset: Dataset = {
    ...parts,
    kind: 'tabular',
    ...(table.itemShape[0] === inputs.length && { featureNames: inputs }),
    train: table,
    test: numbersOf(test, labelsOf(test)),
  };
  validateDataset(dataset);
  return dataset;
}

/** The files of a split in the order of their names. */
function filesIn(folder: string, start: string, others: readonly string[] = []): string[] {
  const starts = start === others[0] ? others : [start];
  for (const place of [folder, join(folder, 'data')]) {
    const found = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.parquet')) : [];
    for (const wanted of starts) {
      const files = found.filter((name) => name.startsWith(wanted)).toSorted();
      if (files.length > 0) return files.map((name) => join(place, name));
    }
  }
  if (others.includes(start)) return [];
  throw new InvalidDataError(
    `${folder} has no file ${start}*.parquet.\nExpected one, there or in its folder data. Check the folder, or pass train and test.`,
  );
}

function inputsOf(given: readonly string[], known: readonly string[]): readonly string[] {
  if (given.length > 0) return given;
  const usual = usualInputs.find((name) => known.includes(name));
  return usual === undefined ? usualInputs : [usual];
}

const itemsOf = ({ rows, inputs, label }: Table): Item[] =>
  rows.map(({ values, place }) => {
    const written = values[label];
    if (!['string', 'number', 'bigint', 'boolean'].includes(typeof written))
      throw invalid(place, `the column ${show(label)} is ${show(written)}`, 'a text or an integer');
    const named = typeof written === 'boolean' ? Number(written) : written;
    return { label: String(named), text: '', place, cells: inputs.map((name) => values[name]) };
  });

/** The bytes of a picture: the cell itself, or a structure that holds them. */
function pictureIn(cell: Cell): Uint8Array | undefined {
  const bytes = cell instanceof Uint8Array ? cell : (cell as { readonly bytes?: unknown } | null | undefined)?.bytes;
  return bytes instanceof Uint8Array ? bytes : undefined;
}

const picturesOf = (items: readonly Item[], labels: Int32Array): PictureSource[] =>
  items.map(({ cells: [cell], place }, at) => ({
    name: place,
    id: `${at}`,
    label: labels[at],
    read: () => {
      const bytes = pictureIn(cell);
      if (bytes) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      throw invalid(place, `the picture is ${show(cell)}`, 'bytes, or a structure with bytes');
    },
  }));

function textOf({ cells, place }: Item): string {
  const wrong = cells.find((cell) => typeof cell !== 'string');
  if (wrong !== undefined || cells.includes(undefined)) throw invalid(place, `an input is ${show(wrong)}`, 'a text');
  return cells.join(' ');
}

function numbersOf(items: readonly Item[], labels: Int32Array): Split {
  const rows = items.map(({ cells, place }) => {
    const row = cells
      .flatMap((cell) => (Array.isArray(cell) ? (cell as unknown[]) : [cell]))
      .map((cell) => (typeof cell === 'bigint' || typeof cell === 'boolean' ? Number(cell) : cell));
    const wrong = row.findIndex((value) => typeof value !== 'number');
    if (wrong !== -1) throw invalid(place, `an input is ${show(row[wrong])}`, 'a number, or a list of numbers');
    return row as number[];
  });
  const ragged = rows.findIndex((row) => row.length !== rows[0].length);
  if (ragged !== -1)
    throw invalid(
      items[ragged].place,
      `it has ${rows[ragged].length} numbers`,
      `${rows[0].length}, as in the first row`,
    );
  return split(rows, labels);
}

const invalid = (place: string, what: string, expected: string): InvalidDataError =>
  new InvalidDataError(`${place}: ${what}.\nExpected ${expected}. Correct the row, or pass inputs and label.`);
