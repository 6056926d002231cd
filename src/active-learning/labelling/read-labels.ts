import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { isObject } from '../../options.ts';
import { show } from '../../show.ts';
import { choiceName } from './label-studio.ts';

/** The labels of items that annotators chose, by their positions in a split. */
export type ReadLabels = ReadonlyMap<number, string>;

/** A value of JSON with unknown fields. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the labels of all exports of Label Studio in a folder, `JSON` or `JSON-MIN`. Cancelled annotations do not count. Of several
 * annotations of an item the most frequent label counts.
 *
 * @throws InvalidDataError if a file is no export, or if the annotations of an item contradict each other
 */
export function readLabels(folder: string, split: string): ReadLabels {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const votes = new Map<number, string[]>();
  for (const name of files.toSorted()) {
    const path = join(folder, name);
    for (const { position, labels } of tasksIn(path, split))
      votes.set(position, [...(votes.get(position) ?? []), ...labels]);
  }
  const chosen = [...votes].filter(([, labels]) => labels.length > 0);
  return new Map(chosen.map(([position, labels]) => [position, mostFrequent(labels, position, folder)]));
}

interface LabelledTask {
  readonly position: number;
  readonly labels: readonly string[];
}

function tasksIn(path: string, split: string): LabelledTask[] {
  const tasks = parsed(path);
  if (!Array.isArray(tasks)) throw noExport(path, 'it is no list of tasks');
  return tasks.flatMap((task: unknown, at) => {
    const fields = (isObject(task) && isObject(task.data) ? task.data : task) as Fields | null;
    const position = isObject(fields) ? fields.position : undefined;
    if (!isObject(fields) || !Number.isSafeInteger(position))
      throw noExport(path, `task ${at + 1} has no position of an item`);
    if (fields.split !== split) return [];
    return [{ position: position as number, labels: labelsOf(task as Fields) }];
  });
}

function labelsOf({ annotations, [choiceName]: chosen }: Fields): string[] {
  if (!Array.isArray(annotations)) return choicesIn(isObject(chosen) ? chosen.choices : chosen);
  return annotations
    .filter((annotation: unknown): annotation is Fields => isObject(annotation) && annotation.was_cancelled !== true)
    .flatMap(({ result }) => (Array.isArray(result) ? (result as readonly Fields[]) : []))
    .filter(({ from_name: name }) => name === choiceName)
    .flatMap(({ value }) => choicesIn(isObject(value) ? value.choices : undefined));
}

const choicesIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((choice) => typeof choice === 'string');

function mostFrequent(labels: readonly string[], position: number, folder: string): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (second === undefined || first[1] > second[1]) return first[0];
  throw new InvalidDataError(
    `${folder}: the item at position ${position} is labelled ${show(first[0])} and ${show(second[0])} equally often.\n` +
      'Expected one most frequent label.\nDecide in Label Studio which is right, and export again.',
  );
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw noExport(path, (cause as Error).message);
  }
}

const noExport = (path: string, what: string): InvalidDataError =>
  new InvalidDataError(
    `${path}: ${what}.\nExpected an export of tasks that saveLabellingTasks wrote, as JSON or JSON-MIN.\nExport the project again, or remove the file.`,
  );
