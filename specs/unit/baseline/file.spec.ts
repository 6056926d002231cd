import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { MeasuredCheck } from '../../../src/baseline/contract.ts';
import { changeBaseline, readBaseline } from '../../../src/baseline/file.ts';
import { baselinePath, testKey } from '../../../src/baseline/path.ts';

const check: MeasuredCheck = { correct: [true, false], ids: ['AAAAAAAA', 'BBBBBBBB'], seed: 1, setting: {} };
const pathOf = (): string => baselinePath(join(mkdtempSync(join(tmpdir(), 'dnn-baseline-')), 'digits.spec.ts'));

test('lies in a folder beside the spec file, and is empty if there is none', async () => {
  const path = pathOf();
  expect(path.endsWith(join('__baselines__', 'digits.spec.ts.json'))).toBe(true);
  expect(await readBaseline(path)).toEqual(new Map());
});

test('keeps what many writers change at once, and leaves nothing else behind', async () => {
  const path = pathOf();
  const names = Array.from({ length: 12 }, (_, i) => `test ${i}`);
  await Promise.all(names.map((name) => changeBaseline(path, () => [[name, new Map([['accuracy', check]])]])));
  expect([...(await readBaseline(path)).keys()].sort()).toEqual([...names].sort());
  expect(readdirSync(dirname(path))).toEqual(['digits.spec.ts.json']);
}, 20_000);

test('is deleted with its last check', async () => {
  const path = pathOf();
  await changeBaseline(path, () => [['a', new Map([['accuracy', check]])]]);
  await changeBaseline(path, () => [['a', new Map()]]);
  expect(existsSync(path)).toBe(false);
});

test('names the file if its folder cannot be made', async () => {
  const path = pathOf();
  writeFileSync(dirname(path), 'a file in the place of the folder');
  await expect(changeBaseline(path, () => [])).rejects.toThrow(`The baseline ${path} cannot be written: EEXIST`);
});

test('names tests by project, suites and number', () => {
  expect(testKey(undefined, ['digits', 'keeps'], 0)).toBe('digits > keeps');
  expect(testKey('node', ['digits', 'keeps'], 1)).toBe('|node| digits > keeps #2');
});
