import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matchers } from '../../../matchers/index.ts';
import { acquisitionFunctions } from '../../../src/acquisition/index.ts';
import { architectures } from '../../../src/architectures/index.ts';
import { attacks, textAttacks } from '../../../src/attacks/index.ts';
import { compressions } from '../../../src/compression/index.ts';
import { datasets } from '../../../src/datasets/index.ts';
import * as errors from '../../../src/errors.ts';
import * as fixtures from '../../../fixtures/index.ts';
import { trainings } from '../../../src/training/index.ts';

/** The rows of every table of a page, by the text of their first cell. */
function rowsOf(page: string): Map<string, string> {
  const rows = new Map<string, string>();
  for (const line of readFileSync(page, 'utf8').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length > 3) rows.set(cells[1], cells.slice(2).join(' | '));
  }
  return rows;
}
const codeIn = (text = ''): string[] => [...text.matchAll(/`([\w.]+)[^`]*`/g)].map(([, name]) => name);
/** Names that a page has a section of. */
const sectionsOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^### (\S+)$/gm)].map(([, name]) => name);

const families = [
  ['attacks', attacks, 'docs/attacks.md'],
  ['attacks on texts', textAttacks, 'docs/text-attacks.md'],
  ['acquisition functions', acquisitionFunctions, 'docs/acquisition-functions.md'],
  ['compressions', compressions, 'docs/compressions.md'],
  ['training', trainings, 'docs/training-and-architectures.md'],
  ['architectures', architectures, 'docs/training-and-architectures.md'],
] as const;

describe('the documentation lists all there is', () => {
  test.each(families)('%s, in the README and on a page of their own', (title, index, page) => {
    const [link, members] = [...rowsOf('README.md')].find(([cell]) => cell.startsWith(`[${title}]`)) ?? [];
    expect(link).toBe(`[${title}](${page})`);
    const whole = codeIn(members).filter((name) => !name.includes('.')); // parts such as quantize.int8 stand beside it
    expect(whole).toEqual(Object.keys(index));
    expect(sectionsOf(page)).toEqual(expect.arrayContaining(codeIn(members)));
    const overview = [...rowsOf(page).keys()].filter((cell) => cell.startsWith('[`')).flatMap(codeIn);
    expect(overview).toEqual(expect.arrayContaining(codeIn(members)));
  });

  test('assertions', () => {
    const listed = [...rowsOf('docs/matchers.md').keys()].flatMap(codeIn).filter((name) => /^to[A-Z]/.test(name));
    expect(listed).toEqual(Object.keys(matchers));
    expect(sectionsOf('docs/matchers.md')).toEqual(Object.keys(matchers));
  });

  test('data sets, but for the reader of what is stored', () => {
    const readers = Object.keys(datasets).filter((name) => name !== 'stored');
    expect(sectionsOf('docs/datasets.md')).toEqual(expect.arrayContaining(readers));
  });

  test('fixtures', () => {
    expect(sectionsOf('docs/models.md')).toEqual(expect.arrayContaining(Object.keys(fixtures)));
  });

  test('errors with their codes', () => {
    const rows = rowsOf('docs/plugin.md');
    const kinds = Object.values(errors).filter((kind) => kind !== errors.DnnError);
    for (const kind of kinds) {
      const error = Reflect.construct(kind, ['']) as errors.DnnError;
      expect(codeIn(rows.get(`\`${kind.name}\``))[0]).toBe(error.code);
    }
  });

  test('environment variables', () => {
    const sources = ['src', 'matchers', 'fixtures', 'reporters'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
    );
    const read = sources.flatMap((text) => [
      ...[...text.matchAll(/process\.env\.(DNN_\w+)/g)].map(([, name]) => name),
      ...[...text.matchAll(/\{([^}]*)\} = process\.env\b/g)].flatMap(([, names]) => names.match(/DNN_\w+/g) ?? []),
    ]);
    const rows = [...rowsOf('docs/plugin.md').keys()].flatMap(codeIn).filter((name) => name.startsWith('DNN_'));
    expect(read.length).toBeGreaterThan(3);
    expect(rows).toEqual(expect.arrayContaining([...new Set(read)]));
  });
});

test('the README can be read in one go', () => {
  expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(200);
});
