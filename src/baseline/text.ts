import { InvalidDataError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../options.ts';
import { order } from '../report/groups.ts';
import type { Baseline, ChecksOfTest, MeasuredCheck } from './contract.ts';
import { digestOf } from './input-ids.ts';
import { packBits, packIds, unpackBits, unpackIds } from './packed-lines.ts';

/** The version of the format. */
const format = 1;
const about = 'What toKeepQuality compares with. Commit this file. vitest -u updates it.';

/** @returns the text of a baseline file; equal baselines have equal texts */
export function baselineText(baseline: Baseline): string {
  const lists = new Map<string, readonly string[]>();
  const tests = sorted(baseline).map(([test, checks]) => {
    const entries = sorted(checks).map(([name, { correct, ids, seed, setting }]) => {
      const inputs = digestOf(ids);
      lists.set(inputs, ids);
      const value = correct.filter(Boolean).length / correct.length;
      return [name, { value, seed, setting, inputs, correct: packBits(correct) }] as const;
    });
    return [test, Object.fromEntries(entries)] as const;
  });
  const inputs = sorted(lists).map(([digest, ids]) => [digest, { count: ids.length, ids: packIds(ids) }] as const);
  const content = { about, format, tests: Object.fromEntries(tests), inputs: Object.fromEntries(inputs) };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const sorted = <T>(entries: ReadonlyMap<string, T>): [string, T][] => [...entries].sort(([a], [b]) => order(a, b));

/**
 * Reads the text of a baseline file.
 *
 * @param path - the path of the file, for errors
 * @throws InvalidDataError - if it is no such file, is damaged, or holds the marks of a merge conflict
 */
export function parseBaseline(text: string, path: string): Baseline {
  const fail = (what: string, cause?: unknown): never => {
    throw new InvalidDataError(
      `The baseline ${path} ${what}.\nExpected a file that toKeepQuality wrote, whole.\n` +
        'Restore it from version control, or delete it and run the tests again.',
      { cause },
    );
  };
  if (/^(<{7}|>{7}) /m.test(text)) {
    throw new InvalidDataError(
      `The baseline ${path} holds the marks of a merge conflict.\nExpected one version.\n` +
        'Take either side whole, as in git checkout --ours or --theirs, and run vitest -u.',
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return fail(`is no JSON: ${(error as Error).message}`, error);
  }
  if (!isObject(content)) return fail('holds no object');
  if (content.format !== format)
    return fail(`has the format ${JSON.stringify(content.format)}; this version reads ${format}`);
  const { tests, inputs } = content;
  if (!isObject(tests) || !isObject(inputs)) return fail('lacks tests or inputs');
  const lists = new Map(
    Object.entries(inputs).map(([digest, list]) => {
      const ids = isObject(list) && isLines(list.ids) ? unpackIds(list.ids) : [];
      if (digestOf(ids) !== digest) fail(`lists other inputs than "${digest}" says`);
      return [digest, ids] as const;
    }),
  );
  const checkOf = (name: string, entry: unknown): MeasuredCheck => {
    const ids = isObject(entry) ? lists.get(String(entry.inputs)) : undefined;
    const correct = isObject(entry) && ids && isLines(entry.correct) && unpackBits(entry.correct, ids.length);
    if (!correct || !isObject(entry.setting) || !Number.isSafeInteger(entry.seed))
      return fail(`has a damaged entry "${name}"`);
    return { correct, ids, seed: entry.seed as number, setting: entry.setting as JsonObject };
  };
  return new Map(
    Object.entries(tests).map(([test, checks]): [string, ChecksOfTest] => {
      if (!isObject(checks)) return fail(`has a damaged test "${test}"`);
      return [test, new Map(Object.entries(checks).map(([name, entry]) => [name, checkOf(name, entry)]))];
    }),
  );
}

const isLines = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((line) => typeof line === 'string');
