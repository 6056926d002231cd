import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyDiffs, codeBlocks } from '../support/code-blocks.ts';
import { run } from '../support/project.ts';

/** Follows CONTRIBUTING.md: adds its examples to a copy of the repository. */
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-contributing-'));
const blocks = codeBlocks('CONTRIBUTING.md');

/** The spec and the contract of each example, and a law of the contract that runs on it. */
const examples = [
  ['acquisition', 'confidence-ratio', 'specs/contract/acquisition.spec.ts', /confidenceRatio > selects/],
  ['architectures', 'logistic-regression', 'specs/contract/architectures.spec.ts', /logisticRegression > \S/],
  ['attacks', 'sign-noise', 'specs/contract/attacks.spec.ts', /signNoise > stays in the ball/],
  ['compression', 'binarize', 'specs/contract/compressions.spec.ts', /binarize\(\) > \S/],
  ['datasets', 'stripes', 'specs/unit/datasets/index.spec.ts', /stripes\.spec\.ts > holds both classes/],
] as const;

/** The members that exist already, by the names of their files. The contract specs of this repository test them. */
const existing = examples.flatMap(([family]) =>
  readdirSync(`src/${family}`).map((file) =>
    file.replace(/\.ts$/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  ),
);

let indexes: string[] = [];

beforeAll(() => {
  for (const path of [
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'src',
    'matchers',
    'fixtures',
    'reporters',
  ]) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  for (const path of ['specs/contract', 'specs/support', 'specs/unit'])
    cpSync(path, join(folder, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [file, code] of blocks) writeFileSync(join(folder, file), code);
  indexes = applyDiffs('CONTRIBUTING.md', folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...parameters: string[]) => run(process.execPath, parameters, folder);

test('every example takes three files: the member, its index and its spec', () => {
  const expected = examples.flatMap(([family, member]) => [
    `src/${family}/${member}.ts`,
    `specs/unit/${family}/${member}.spec.ts`,
  ]);
  expect([...blocks.keys()].sort()).toEqual(expected.sort());
  expect(indexes.sort()).toEqual(examples.map(([family]) => `src/${family}/index.ts`).sort());
});

test('the examples compile', async () => {
  const { status, output } = await node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
  expect(status, output).toBe(0);
});

describe('with the examples added', () => {
  let result: Awaited<ReturnType<typeof node>>;
  beforeAll(async () => {
    const specs = examples.flatMap(([family, member, contract]) => [
      `specs/unit/${family}/${member}.spec.ts`,
      contract,
    ]);
    result = await node(
      'node_modules/vitest/vitest.mjs',
      ...['run', ...specs, 'specs/unit/tooling/layout.spec.ts', '--reporter=verbose', '--maxWorkers=1'],
      ...['--testNamePattern', `^(?!(?:${existing.join('|')})\\b)`],
    );
  });

  test('their specs, the contracts and the rules of the layout pass', () => {
    expect(result.status, result.output).toBe(0);
  });

  test.each(examples)('the family %s runs the spec and the laws of %s', (_, member, __, law) => {
    expect(result.output).toMatch(new RegExp(`✓ .*${member}\\.spec\\.ts > `));
    expect(result.output).toMatch(law);
  });
});
