import { InvalidDataError } from '../../errors.ts';
import { flag, text, type Limit } from '../../options.ts';
import { show } from '../../show.ts';
import { csvRows } from './csv-rows.ts';
import type { Row } from './labelled-rows.ts';
import { optionsAt } from './location.ts';
import type { TextDataset } from './text-dataset.ts';
import { textRows, type TextRowsOptions } from './text-rows.ts';

/** A column: its number from 0, or its name in the header. */
type Column = number | string;

export interface CsvOptions extends TextRowsOptions {
  /** Column of the label: its number from 0, or its name in the header. @defaultValue 'label' */
  readonly label?: Column;
  /** Columns of the text, which are joined by spaces. @defaultValue ['text'] */
  readonly text?: readonly Column[];
  /** Whether the first row names the columns. @defaultValue true */
  readonly header?: boolean;
  /** Character between fields. @defaultValue ',' */
  readonly delimiter?: string;
  /** File of the training rows, which may be gzipped. @defaultValue 'train.csv' */
  readonly train?: string;
  /** File of the test rows. If it is that of the training rows, every fifth row is tested. @defaultValue 'test.csv' */
  readonly test?: string;
}

interface Layout {
  readonly label: Column;
  readonly text: readonly Column[];
  readonly header: boolean;
  readonly delimiter: string;
}

const isColumn = (value: unknown): boolean =>
  text.holds(value) || (Number.isSafeInteger(value) && (value as number) >= 0);
const column: Limit = { expected: 'the number of a column from 0, or its name', holds: isColumn, anyType: true };
const columns: Limit = {
  expected: 'a list of columns, each a number from 0 or a name',
  holds: (value) => Array.isArray(value) && value.length > 0 && Array.from<unknown>(value).every(isColumn),
};
const delimiters: Limit = {
  expected: 'one character that is no quotation mark or line break',
  holds: (value) => typeof value === 'string' && value.length === 1 && !/["\r\n]/.test(value),
};

const defaults: Layout = { label: 'label', text: ['text'], header: true, delimiter: ',' };

/**
 * Reads labelled texts from `train.csv` and `test.csv`: UTF-8, with quotation marks as in RFC 4180, and may be gzipped. A label is the
 * name of a class or its number. For a file of tabs without quotation, use `tsv`.
 *
 * Inputs are token ids, as those of `tsv`.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError if a file is missing or malformed, a row lacks a column, or a label has no class
 *
 * @example
 * csv('data/reviews', { label: 'rating', text: ['title', 'body'] });
 * csv('data/ag-news', { header: false, label: 0, text: [1, 2], firstLabel: 1 });
 */
export function csv(location: string | CsvOptions, changes: CsvOptions = {}): TextDataset {
  const limits = { label: column, text: columns, header: flag, delimiter: delimiters };
  return textRows({ reader: 'csv', end: 'csv', defaults, limits, rows }, { ...optionsAt('csv', location), ...changes });
}

function* rows(path: string, { label, text: parts, header, delimiter }: Layout): Generator<Row> {
  let names: readonly string[] | undefined = header ? undefined : [];
  let count = 0;
  for (const row of csvRows(path, delimiter)) {
    count++;
    if (names === undefined) {
      names = row;
      continue;
    }
    const known = names;
    const field = (wanted: Column): string => {
      const value = row[typeof wanted === 'number' ? wanted : known.indexOf(wanted)];
      if (value !== undefined) return value;
      throw new InvalidDataError(
        `${path}, row ${count}: there is no column ${show(wanted)}.\n` +
          `Expected one of ${header ? `${show(known)}, or ` : ''}0 to ${row.length - 1}. Pass label and text, and header: ${!header} if ${header ? 'no row names' : 'the first row names'} the columns.`,
      );
    };
    yield { label: field(label), text: parts.map(field).join(' '), place: `${path}, row ${count}` };
  }
}
