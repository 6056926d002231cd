import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** The scripts that import the build, which no compiler checks. */
const scripts = ['benchmarks', 'scripts', 'specs/end-to-end/programs']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.mjs'));

const imports = scripts.flatMap((script) =>
  [...readFileSync(script, 'utf8').matchAll(/^import \{([^}]+)\} from '(\.[^']*\/dist\/[^']+)\.js';$/gm)].map(
    ([, names, path]) => {
      const source = resolve(dirname(script), `${path}.ts`).replace('/dist/', '/');
      return [
        script,
        source,
        names
          .split(',')
          .map((name) => name.trim().split(' as ')[0])
          .filter(Boolean),
      ] as const;
    },
  ),
);

test.each(imports)('%s imports from the build what %s exports', async (_, source, names) => {
  expect(Object.keys(await import(source))).toEqual(expect.arrayContaining(names as string[]));
});

test('there are such imports', () => {
  expect(imports.length).toBeGreaterThan(20);
});
