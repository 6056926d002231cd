import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks } from '../support/code-blocks.ts';
import { createProject, packPackage, run } from '../support/project.ts';

/**
 * Compiles the cases beside this file, and the code of the README, against the packed package, as a user's project does. The
 * versions of Vitest are the oldest and the newest of the peer range, and the version of this repository. Declarations of libraries
 * are checked too. Those of Vitest alone compile, so every error is ours.
 */
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-types-'));
const cases = 'specs/types/cases';
let tarball = '';

beforeAll(async () => {
  tarball = await packPackage(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const compilerOptions = {
  strict: true,
  noEmit: true,
  target: 'ES2022',
  lib: ['ES2023'],
  skipLibCheck: false,
  types: ['node'],
};
const resolutions = {
  nodenext: { module: 'NodeNext', exactOptionalPropertyTypes: true },
  bundler: { module: 'ESNext', lib: ['ES2023', 'DOM'] },
};

describe.concurrent('the declarations compile without errors', () => {
  test.each(['vitest@4.1.4', 'vitest@4.1.12', 'vitest@5.1.1'])('with %s', async (vitest) => {
    const files = new Map([
      ...readdirSync(cases).map((name) => [`cases/${name}`, readFileSync(join(cases, name), 'utf8')] as const),
      ...codeBlocks('README.md'),
      ...Object.entries(resolutions).map(
        ([moduleResolution, options]) =>
          [
            `tsconfig.${moduleResolution}.json`,
            JSON.stringify({
              compilerOptions: { ...compilerOptions, ...options, moduleResolution },
              include: ['**/*.ts'],
            }),
          ] as const,
      ),
    ]);
    const project = await createProject(join(folder, vitest), files, [
      tarball,
      vitest,
      '@types/node@22',
      '--ignore-scripts',
    ]);
    for (const resolution of Object.keys(resolutions)) {
      const tsc = resolve('node_modules/typescript/bin/tsc');
      const compiled = await run(process.execPath, [tsc, '-p', `tsconfig.${resolution}.json`], project);
      expect(compiled.output, resolution).toBe('');
      expect(compiled.status, resolution).toBe(0);
    }
  });
});
