import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circlesIn, filesLoadedWith, importsOf, sourceFiles } from './imports.ts';

/** The families, each with the constant of its index that lists the members by name. */
const families = [
  ['acquisition', 'acquisitionFunctions'],
  ['architectures', 'architectures'],
  ['attacks', 'attacks'],
  ['attacks/words', 'textAttacks'],
  ['compression', 'compressions'],
  ['datasets', 'datasets'],
  ['training', 'trainings'],
] as const;

const structural = ['contract', 'define', 'ensemble', 'index'];
const files = sourceFiles();
const imports = importsOf(files);

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function flatFiles(family: string): string[] {
  const entries = readdirSync(join('src', family), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name.replace(/\.ts$/, ''));
}

describe.each(families)('the family %s', (family, list) => {
  const load = (file: string): Promise<Record<string, unknown>> => import(resolve('src', family, file));

  test('contains only its public members and contract, define and index', async () => {
    const index = await load('index.ts');
    const members = flatFiles(family).filter((name) => !structural.includes(name));
    expect(members.filter((name) => !(camelCase(name) in index))).toEqual([]);
  });

  test('keeps each member in the file or folder named after it', async () => {
    const members = (await load('index.ts'))[list] as Record<string, unknown>;
    const names = readdirSync(join('src', family), { recursive: true, encoding: 'utf8' }).map(
      (path) => parse(path).name,
    );
    expect(Object.keys(members).filter((name) => !names.includes(kebabCase(name)))).toEqual([]);
  });

  test('has a contract without code', async () => {
    expect(Object.keys(await load('contract.ts'))).toEqual([]);
  });

  test('is entered by contract.ts and index.ts only', () => {
    const folder = `src/${family}/`;
    const nested = families.filter(([other]) => other.startsWith(`${family}/`)).map(([other]) => `src/${other}/`);
    const doors = [folder, ...nested].flatMap((each) => [`${each}contract.ts`, `${each}index.ts`]);
    const entries = imports.filter(({ from, to }) => to.startsWith(folder) && !from.startsWith(folder));
    expect(entries.filter(({ to }) => !doors.includes(to))).toEqual([]);
  });
});

test('every folder with a wrapper of members is listed as a family', () => {
  const wrappers = files.filter((file) => /^src\/[^/]+\/define\.ts$/.test(file));
  const listed: string[] = families.map(([family]) => family);
  expect(wrappers.map((file) => file.split('/')[1]).filter((folder) => !listed.includes(folder))).toEqual([]);
  expect(wrappers.length).toBeGreaterThan(0);
});

test.each(['matchers/setup.ts', 'src/plugin.ts'])(
  '%s is loaded in every project with the plugin, and loads no engine',
  (file) => {
    const loaded = filesLoadedWith(file);
    expect(loaded).toContain('src/errors.ts');
    expect(loaded.filter((path) => /^src\/(engine|attacks|evaluation|training)\//.test(path))).toEqual([]);
  },
);

test('only worker threads load what they run', () => {
  const ofWorkers = ['worker', 'tasks'].map((name) => `src/workers/${name}.ts`);
  const loaders = imports.filter(({ to }) => ofWorkers.includes(to)).map(({ from }) => from);
  expect(new Set(loaders)).toEqual(new Set(['src/workers/worker.ts']));
});

test('there are no import cycles, type-only and dynamic imports included', () => {
  expect(circlesIn(imports)).toEqual([]);
});

test('detects an import cycle', () => {
  const circle = ['a', 'b', 'c'].map((from, at, all) => ({ from, to: all[(at + 1) % 3] }));
  expect(circlesIn([{ from: 'z', to: 'a' }, ...circle])).toEqual([['a', 'b', 'c', 'a']]);
});

test('reads type imports, exports and dynamic imports', () => {
  const read = importsOf(['src/index.ts', 'reporters/retraining/retraining.ts']);
  expect(read).toContainEqual({ from: 'src/index.ts', to: 'src/json.ts' });
  expect(read).toContainEqual({ from: 'src/index.ts', to: 'src/attacks/index.ts' });
  expect(read).toContainEqual({
    from: 'reporters/retraining/retraining.ts',
    to: 'reporters/retraining/retrain-model.ts',
  });
});

test('the folders of unit specs mirror those of the sources', () => {
  const specs = readdirSync('specs/unit', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const mirrored = (folder: string): boolean =>
    ['.', 'tooling'].includes(folder) || existsSync(join('src', folder)) || existsSync(folder);
  expect(specs.filter((file) => !mirrored(dirname(file)))).toEqual([]);
});
