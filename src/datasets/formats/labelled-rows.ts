import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { show } from '../../show.ts';
import { findFile, readClassNames } from './read-file.ts';
import type { LabelledTexts } from './text-dataset.ts';

/** A text with its label as it is written in a file. */
export interface Row {
  readonly label: string;
  readonly text: string;
  /** Where it is, for errors. */
  readonly place: string;
}

/** Returns the names in labels.txt or classes.txt of a folder; none if it has neither. */
export function namesIn(folder: string): readonly string[] {
  const file = ['labels.txt', 'classes.txt'].find((name) => existsSync(join(folder, name)));
  return file === undefined ? [] : readClassNames(findFile(join(folder, file)));
}

/** Returns the distinct labels of rows: in the order of numbers if they are integers, else in that of their characters. */
export function classesOf(rows: readonly Row[]): string[] {
  const labels = [...new Set(rows.map(({ label }) => label))];
  const areNumbers = labels.every((label) => /^-?\d+$/.test(label));
  return areNumbers ? labels.toSorted((a, b) => Number(a) - Number(b)) : labels.toSorted();
}

/**
 * Turns written labels into class indices. A label is the name of a class, or its number.
 *
 * @param firstLabel - the number of the first class
 * @throws InvalidDataError on a label that is neither
 */
export function labelledTexts(rows: readonly Row[], classNames: readonly string[], firstLabel: number): LabelledTexts {
  const indices = new Map(classNames.map((name, index) => [name, index]));
  const labels = Int32Array.from(rows, ({ label, place }) => {
    const index = indices.get(label) ?? (/^\d+$/.test(label) ? Number(label) - firstLabel : -1);
    if (index >= 0 && index < classNames.length) return index;
    throw new InvalidDataError(
      `${place}: the label is ${show(label)}.\nExpected the name of a class, or its number from ${firstLabel} to ${firstLabel + classNames.length - 1}: ` +
        `${show(classNames)}. Correct the row, or pass classNames and firstLabel.`,
    );
  });
  return { texts: rows.map(({ text }) => text), labels };
}

/** Every how manyeth row is tested if one file holds all. */
const testEvery = 5;

/** Divides the rows of one file: every fifth one is tested. */
export function divided(rows: readonly Row[]): { readonly train: readonly Row[]; readonly test: readonly Row[] } {
  const isTested = (_: Row, at: number): boolean => at % testEvery === testEvery - 1;
  return { train: rows.filter((row, at) => !isTested(row, at)), test: rows.filter(isTested) };
}
