import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

/** Runs the check of packed files on small packages. */
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function check(files: Readonly<Record<string, string>>): { status: number | null; problems: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-files-'));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'package.json': '{ "name": "some-package" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { status, stderr } = spawnSync(process.execPath, ['scripts/check-package.mjs', folder], { encoding: 'utf8' });
  return { status, problems: stderr.split('\n').filter(Boolean) };
}

describe('links of a package', () => {
  test('that lead somewhere pass, in all forms', () => {
    const { status, problems } = check({
      'README.md':
        '# Some `package`!\n\n## Some package\n\n[page](docs/page.md), [section](docs/page.md#a-title_of-code--more), [up](#some-package-1),\n' +
        '[a link over\ntwo lines](<docs/page.md>), [with a title](docs/page.md "title"), ![image](image.png), [folder](docs),\n' +
        '[web](https://example.com/gone), [another repository](https://github.com/owner/other), [reference]\n\n[reference]: docs/page.md\n',
      'docs/page.md': '# A title_of `code` & more\n\n<a id="named"></a>[back](../README.md) and [here](#named)\n',
      'image.png': '',
    });
    expect(problems).toEqual([]);
    expect(status).toBe(0);
  });

  test.each([
    ['a file that is not there', '[x](docs/gone.md)', 'docs/gone.md leads to no file.'],
    ['an image that is not there', '![x](gone.png)', 'gone.png leads to no file.'],
    ['a reference to a file that is not there', 'see [x]\n\n[x]: gone.md', 'gone.md leads to no file.'],
    ['HTML', '<a href="gone.md">x</a>', 'gone.md leads to no file.'],
    ['a heading that is not there', '[x](page.md#gone)', 'page.md#gone leads to no heading of page.md.'],
    ['a heading of the page itself', '[x](#gone)', '#gone leads to no heading of README.md.'],
    ['a heading in code', '```md\n# Code\n```\n[x](#code)', '#code leads to no heading of README.md.'],
    ['a way out of the package', '[x](../README.md)', '../README.md leads out of the folder that is checked.'],
    ['a way out by detours', '[x](docs/../../y.md)', 'docs/../../y.md leads out of the folder that is checked.'],
    ['an absolute path', '[x](/docs/page.md)', '/docs/page.md leads out of the folder that is checked.'],
    [
      'a repository that nobody knows',
      '[x](https://github.com/owner/some-package/blob/main/docs)',
      'https://github.com/owner/some-package/blob/main/docs names a repository of this package.',
    ],
    [
      'raw files of it',
      '![x](https://raw.githubusercontent.com/owner/some-package/main/image.png)',
      'https://raw.githubusercontent.com/owner/some-package/main/image.png names a repository of this package.',
    ],
  ])('to %s are reported', (_, text, problem) => {
    const { status, problems } = check({ 'README.md': `${text}\n`, 'page.md': '# Page\n', 'docs/page.md': '' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^README\.md:\d+: /);
    expect(problems[0]).toContain(problem);
    expect(status).toBe(1);
  });

  test('are not found in code', () => {
    const code = '`[x](gone.md)` and ``[y](gone.md) ` ``\n\n```md\n[x](gone.md)\n```\n';
    expect(check({ 'README.md': code }).problems).toEqual([]);
  });

  test('are reported at their lines', () => {
    expect(check({ 'README.md': 'one\n\n[three\nfour](gone.md)\n' }).problems).toEqual([
      'README.md:4: gone.md leads to no file.',
    ]);
  });
});

describe('source maps of a package', () => {
  const map = (content: object): string => JSON.stringify({ version: 3, mappings: '', ...content });

  test('with their sources pass, inside or beside them', () => {
    const { status, problems } = check({
      'dist/a.js': '\n//# sourceMappingURL=a.js.map\n',
      'dist/a.js.map': map({ sources: ['../src/a.ts'], sourcesContent: ['export {};'] }),
      'dist/a.d.ts': 'export {};\n//# sourceMappingURL=a.d.ts.map\n',
      'dist/a.d.ts.map': map({ sources: ['../src/a.ts'] }),
      'src/a.ts': 'export {};',
      'dist/b.js': '//# sourceMappingURL=data:application/json;base64,e30=\n',
    });
    expect(problems).toEqual([]);
    expect(status).toBe(0);
  });

  test.each([
    [
      'without their sources',
      { 'dist/a.js.map': map({ sources: ['../src/a.ts'] }) },
      'dist/a.js.map: its source ../src/a.ts is neither in it nor in the package.',
    ],
    [
      'with some of their sources',
      { 'dist/a.d.ts.map': map({ sources: ['a.ts', 'b.ts'], sourcesContent: ['export {};', null] }) },
      'dist/a.d.ts.map: its source b.ts is neither in it nor in the package.',
    ],
    [
      'that are not there',
      { 'dist/a.d.ts': 'export {};\n//# sourceMappingURL=a.d.ts.map\n' },
      'dist/a.d.ts: its source map a.d.ts.map is not in the package.',
    ],
  ])('%s are reported', (_, files, problem) => {
    expect(check(files as Record<string, string>)).toEqual({ status: 1, problems: [problem] });
  });
});
