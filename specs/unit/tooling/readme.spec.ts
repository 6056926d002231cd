import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matchers } from '../../../matchers/index.ts';
import { acquisitionFunctions } from '../../../src/acquisition/index.ts';
import { attacks } from '../../../src/attacks/index.ts';
import { compressions } from '../../../src/compression/index.ts';
import * as errors from '../../../src/errors.ts';
import { architectures } from '../../../src/architectures/index.ts';
import { trainings } from '../../../src/training/index.ts';

/** The rows of all tables in the README, by the text of their first cell. */
const rows = new Map<string, string>();
for (const line of readFileSync('README.md', 'utf8').split('\n')) {
  const cells = line.split('|').map((cell) => cell.trim());
  if (cells.length > 3) rows.set(cells[1], cells.slice(2).join(' | '));
}
const codeIn = (text = ''): string[] => [...text.matchAll(/`(\w+)[^`]*`/g)].map(([, name]) => name);

describe('the README lists all', () => {
  test.each([
    ['compressions', compressions],
    ['training', trainings],
    ['architectures', architectures],
  ])('%s', (family, index) => {
    const [members] = (rows.get(family) ?? '').split(' | ');
    expect(codeIn(members)).toEqual(Object.keys(index));
  });

  test('attacks', () => {
    const listed = [...rows.keys()].map(codeIn).filter((names) => names.some((name) => Object.hasOwn(attacks, name)));
    expect(listed.flat().sort()).toEqual(Object.keys(attacks).sort());
  });

  test('acquisition functions', () => {
    const choosing = [...rows].filter(([, choice]) => /^(how|nothing|what|which)\b/.test(choice));
    expect(choosing.flatMap(([names]) => codeIn(names)).sort()).toEqual(Object.keys(acquisitionFunctions).sort());
  });

  test('matchers', () => {
    const listed = [...rows.keys()].flatMap(codeIn).filter((name) => /^to[A-Z]/.test(name));
    expect(listed).toEqual(expect.arrayContaining(Object.keys(matchers)));
    expect(listed).toHaveLength(Object.keys(matchers).length);
  });

  test('errors with their codes', () => {
    const kinds = Object.values(errors).filter((kind) => kind !== errors.DnnError);
    for (const kind of kinds) {
      const error = Reflect.construct(kind, ['']) as errors.DnnError;
      expect(codeIn(rows.get(`\`${kind.name}\``))[0]).toBe(error.code);
    }
  });
});
