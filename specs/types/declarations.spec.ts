import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks } from '../support/code-blocks.ts';
import { hosts, installed, writeFiles } from '../support/installed.ts';
import { run } from '../support/project.ts';

/**
 * Compiles the cases beside this file, and the code of the README, against the packed package, as a user's project does.
 * Declarations of libraries are checked too. Those of Vitest alone compile, so every error is ours.
 */
const cases = 'specs/types/cases';

const compilations = [
  {
    name: 'for Node',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023'],
    exactOptionalPropertyTypes: true,
  },
  { name: 'for a bundler', module: 'ESNext', moduleResolution: 'bundler' },
];
const strict = {
  strict: true,
  noEmit: true,
  target: 'ES2022',
  skipLibCheck: false,
  types: ['node'],
};

const [oldest, , newest] = hosts;

describe.each([oldest, newest])('with $host the declarations compile without errors', (host) => {
  let project: string;
  beforeAll(async () => {
    project = await installed(host);
  });

  test.each(compilations)('$name', async ({ name, ...resolution }) => {
    const folder = join(project, name.replaceAll(' ', '-'));
    writeFiles(folder, {
      ...Object.fromEntries(
        readdirSync(cases).map((file) => [`cases/${file}`, readFileSync(join(cases, file), 'utf8')]),
      ),
      ...Object.fromEntries(codeBlocks('README.md')),
      'tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, ...resolution }, include: ['**/*.ts'] }),
    });
    const compiled = await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], folder);
    expect(compiled.output).toBe('');
    expect(compiled.status).toBe(0);
  });
});
