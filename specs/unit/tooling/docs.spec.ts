import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

/** The generator of documentation, on declarations as the compiler writes them. */
type Generators = Record<string, (...names: string[]) => string>;
interface Sources {
  readonly declarations: readonly unknown[];
  readonly families: Readonly<Record<string, object>>;
  readonly errors: Readonly<Record<string, string>>;
}
const scripts = (name: string): string => pathToFileURL(`scripts/docs/${name}.mjs`).href;
const { readDeclarations } = (await import(scripts('declarations'))) as {
  readDeclarations: (folder: string, doors: readonly string[]) => unknown[];
};
const { generatorsFor } = (await import(scripts('generators'))) as { generatorsFor: (sources: Sources) => Generators };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function generators(files: Readonly<Record<string, string>>, families: Sources['families'] = {}): Generators {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-docs-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const declarations = readDeclarations(folder, ['door', 'other-door']);
  return generatorsFor({ declarations, families, errors: { SomeError: 'SOME' } });
}

const pull = `
export type Direction = 'up' | 'down' | number;
/** What both share. */
export interface Shared {
    /** How long; in {braces; and more}. @defaultValue 5 */
    readonly length?: number;
    readonly hidden?: boolean;
}
export interface PullOptions extends Omit<Shared, 'hidden'> {
    /**
     * Where to, of
     * two lines. @defaultValue 'up': away
     */
    readonly direction: Direction;
    /** A <tag>, a | bar, a_name and _more_. */
    readonly list: readonly { readonly a: string; }[];
}
/**
 * Pulls \`x | y\`. And more, e.g. this.
 *
 *   f(x) = a_i * b
 *     where a < b
 *
 * A second paragraph.
 * @throws SomeError - where it breaks
 * @see Doe et al. 2020, arXiv:2001.00001, section 2
 */
export declare const pull: import("./contract.ts").Configurable<PullOptions>;
`;

describe('the generator of documentation', () => {
  const family = { things: { title: 'things', page: 'things.md', folder: '', members: { pull: {} } } };

  test('makes a table of options of an interface and its parents', () => {
    expect(generators({ 'pull.d.ts': pull }).options('PullOptions').split('\n')).toEqual([
      '| option | type | default | meaning |',
      '| --- | --- | --- | --- |',
      '| `length` | `number` | `5` | How long; in {braces; and more}. |',
      "| `direction` | `'up' \\| 'down' \\| number` | `'up'`: away | Where to, of two lines. |",
      '| `list` | `readonly { readonly a: string; }[]` | _required_ | A \\<tag\\>, a \\| bar, a_name and \\_more\\_. |',
    ]);
  });

  test('makes a section of a member, with its formula and its source', () => {
    const text = generators({ 'pull.d.ts': pull }, family).members('things');
    expect(text).toContain(
      '### pull\n\nPulls `x | y`. And more, e.g. this.\n\n```text\nf(x) = a_i * b\n  where a < b\n```\n\n',
    );
    expect(text).toContain('A second paragraph.\n\nThrows SomeError where it breaks.');
    expect(text).toContain('Source: Doe et al. 2020, [arXiv:2001.00001](https://arxiv.org/abs/2001.00001), section 2.');
    expect(text).toContain('| `direction` |');
  });

  test('takes defaults from the code, and refuses a comment that says otherwise', () => {
    const member = (length: number): Sources['families'] => ({
      things: {
        ...family.things,
        members: { pull: { with: () => {}, options: { length, direction: 'up', list: [] } } },
      },
    });
    expect(generators({ 'pull.d.ts': pull }, member(5)).members('things')).toContain('| `[]` |');
    expect(() => generators({ 'pull.d.ts': pull }, member(6)).members('things')).toThrow(
      'PullOptions.length: the comment says that the default is 5, the code that it is 6.',
    );
  });

  test('makes a section of a function with its signature', () => {
    const text = generators({
      'run.d.ts':
        '/** Runs.\n *\n * @param times - how often, 1 or more\n * @example\n * run(2, { a: 1 });\n */\n' +
        'export declare function run(times: number, options?: import("./x.ts").Anything): Promise<void>;\n',
    }).functions('run');
    expect(text).toBe(
      '### run\n\n`run(times: number, options?: Anything): Promise<void>`\n\nRuns.\n\n- `times`: how often, 1 or more\n\n```ts\nrun(2, { a: 1 });\n```',
    );
  });

  test('refuses a name that nothing declares, or that several files do', () => {
    const both = generators({ 'a/x.d.ts': 'export interface X {\n}\n', 'b/x.d.ts': 'export interface X {\n}\n' });
    expect(() => both.options('Y')).toThrow('Nothing declares "Y".');
    expect(() => both.options('X')).toThrow('Several files declare "X": a/x, b/x.');
  });

  test('prefers what a door exports, the first unless another is named', () => {
    const member = (name: string): string => `export interface X {\n    readonly ${name}: number;\n}\n`;
    const text = generators({
      'a/x.d.ts': member('hidden'),
      'b/x.d.ts': member('first'),
      'b/index.d.ts': "export { type X } from './x.ts';\nexport type * from './cycle.ts';\n",
      'b/cycle.d.ts': "export * from './index.ts';\n",
      'c/x.d.ts': member('second'),
      'door.d.ts': "export { test } from 'vitest';\nexport * from './b/index.ts';\n",
      'other-door.d.ts': "import type { X } from './c/x.ts';\nexport { X };\n",
    });
    expect(text.options('X')).toContain('`first`');
    expect(text.options('X', 'other-door')).toContain('`second`');
  });

  test('lists errors by their comments', () => {
    const text = generators({
      'errors.d.ts':
        '/** Some\n * trouble. */\nexport declare class SomeError extends Error {\n    constructor();\n}\n',
    }).errors();
    expect(text).toContain('| `SomeError` | `SOME` | Some trouble. |');
  });
});

describe('declarations', () => {
  test('of assertions are shown without their type parameters and their subject', () => {
    const { matchers } = generators({
      'door.d.ts': `
export interface QualityMatchers<R> {
    toPull<V, A extends Access>(this: UnderAttack<V, A>, attack: Attack<A>, options: PullOptions & { readonly by: Attack<A>; }): R;
}
export interface PullOptions {
    readonly length?: number;
}
/** Asserts that it pulls. */
export declare const toPull: Matcher;`,
    });
    expect(matchers()).toContain('`toPull(attack: Attack, options: PullOptions)`');
  });

  test('of modules that many paths of imports lead to are read once, and those of TensorFlow.js not at all', () => {
    const depth = 40; // two paths per step
    const steps = Array.from({ length: depth }, (_, at): [string, string] => [
      `step${at}.d.ts`,
      `import { A } from './step${at + 1}.ts';\nimport { B } from './step${at + 1}.ts';\n`,
    ]);
    const last = `export declare function end(): void;`;
    const { functions } = generators({
      ...Object.fromEntries(steps),
      [`step${depth}.d.ts`]: last,
      'door.d.ts': `import { A } from './step0.ts';\n/** Ends. */\n${last}`,
      'tensorflow/core/end.d.ts': last,
    });
    expect(functions('end')).toContain('Ends.');
  });
});
