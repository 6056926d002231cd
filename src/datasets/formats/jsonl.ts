import { InvalidDataError } from '../../errors.ts';
import { isObject, names, text as textLimit } from '../../options.ts';
import { show } from '../../show.ts';
import type { Row } from './labelled-rows.ts';
import { optionsAt } from './location.ts';
import { readLines } from './read-file.ts';
import type { TextDataset } from './text-dataset.ts';
import { textRows, type TextRowsOptions } from './text-rows.ts';

export interface JsonlOptions extends TextRowsOptions {
  /** Field of the label, a text or an integer. @defaultValue 'label' */
  readonly label?: string;
  /** Fields of the text, which are joined by spaces. @defaultValue ['text'] */
  readonly text?: readonly string[];
  /** File of the training rows, which may be gzipped. @defaultValue 'train.jsonl' */
  readonly train?: string;
  /** File of the test rows. If it is that of the training rows, every fifth row is tested. @defaultValue 'test.jsonl' */
  readonly test?: string;
}

interface Fields {
  readonly label: string;
  readonly text: readonly string[];
}

/**
 * Reads labelled texts from `train.jsonl` and `test.jsonl`: one JSON object per line, such as `{"label": 1, "text": "a good film"}`. Files
 * are UTF-8 and may be gzipped. A label is the name of a class or its number.
 *
 * Inputs are token ids, as those of `tsv`.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError if a file is missing, a line is no object, it lacks a field, or a label has no class
 */
export function jsonl(location: string | JsonlOptions, changes: JsonlOptions = {}): TextDataset {
  const defaults: Fields = { label: 'label', text: ['text'] };
  const limits = { label: textLimit, text: names };
  const requested = { ...optionsAt('jsonl', location), ...changes };
  return textRows({ reader: 'jsonl', end: 'jsonl', defaults, limits, rows }, requested);
}

function* rows(path: string, { label, text }: Fields): Generator<Row> {
  for (const [at, line] of readLines(path).entries()) {
    if (line.trim() === '') continue;
    const place = `${path}, line ${at + 1}`;
    const item = parsed(line, place);
    const texts = text.map((name) => item[name]);
    const missing = texts.findIndex((value) => typeof value !== 'string');
    if (missing !== -1) throw invalid(place, `the field ${show(text[missing])} is ${show(texts[missing])}`, 'a text');
    const written = item[label];
    if (typeof written !== 'string' && !Number.isSafeInteger(written))
      throw invalid(place, `the field ${show(label)} is ${show(written)}`, 'the name or the number of a class');
    yield { label: String(written), text: texts.join(' '), place };
  }
}

function parsed(line: string, place: string): Readonly<Record<string, unknown>> {
  let item: unknown;
  try {
    item = JSON.parse(line);
  } catch {
    throw invalid(place, 'it is not valid JSON', 'one JSON object per line');
  }
  if (isObject(item)) return item;
  throw invalid(place, `it is ${show(item)}`, 'one JSON object per line');
}

const invalid = (place: string, what: string, expected: string): InvalidDataError =>
  new InvalidDataError(`${place}: ${what}.\nExpected ${expected}. Correct the line, or pass label and text.`);
