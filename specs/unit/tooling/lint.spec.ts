import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Offending lines, each with the file that would contain it. Lint must report each of them, and none of `allowed`. */
const refused: [file: string, rule: string, line: string][] = [
  ['src/acquisition/vitest.ts', 'no-restricted-imports', `export { expect } from 'vitest';`],
  ['src/attacks/vitest-types.ts', 'no-restricted-imports', `import type { Reporter } from 'vitest/node';`],
  ['src/models/matchers.ts', 'no-restricted-imports', `export * from '../../matchers/index.ts';`],
  ['src/training/fixtures.ts', 'no-restricted-imports', `export * from '../../fixtures/index.ts';`],
  ['src/cache/reporters.ts', 'no-restricted-imports', `export * from '../../reporters/index.ts';`],
  ['src/datasets/up.ts', 'import(no-cycle)', `export * from './down.ts';`],
  ['src/datasets/down.ts', 'import(no-cycle)', `export * from './up.ts';`],
  ['src/datasets/type-up.ts', 'import(no-cycle)', `export type * from './type-down.ts';`],
  ['src/datasets/type-down.ts', 'import(no-cycle)', `export type * from './type-up.ts';`],
  ['src/evaluation/named.ts', 'families(no-name-comparison)', `export const robust = attack.name === 'pgd';`],
  ['src/report/renamed.ts', 'families(no-name-comparison)', `export const other = 'bald' !== each?.name;`],
  ['reporters/taken.ts', 'families(no-name-comparison)', `export const own = ({ name }) => name == 'dre';`],
  ['matchers/listed.ts', 'families(no-name-comparison)', `export const fast = ['fgsm', 'bim'].includes(attack.name);`],
  [
    'fixtures/switched.ts',
    'families(no-name-comparison)',
    `switch (training.name) { case 'standardTraining': break; }`,
  ],
  ['src/models/tensorflow.ts', 'no-restricted-imports', `import * as tf from '@tensorflow/tfjs-core';`],
  ['src/models/tensorflow-later.ts', 'no-restricted-imports', `export const tf = import('@tensorflow/tfjs-core');`],
  ['matchers/tensorflow.ts', 'no-restricted-imports', `import * as tf from '@tensorflow/tfjs-layers';`],
  ['src/acquisition/engine.ts', 'no-restricted-imports', `export { tf } from '../engine/tensors.ts';`],
  ['src/acquisition/signals.ts', 'no-restricted-imports', `export * from '../signals/index.ts';`],
  ['src/statistics/engine.ts', 'no-restricted-imports', `export * from '../engine/index.ts';`],
  ['src/report/engine.ts', 'no-restricted-imports', `export * from '../engine/index.ts';`],
  ['src/splits/engine.ts', 'no-restricted-imports', `export * from '../engine/index.ts';`],
  ['src/models/contract.ts', 'no-restricted-imports', `export type { Tensor } from '../engine/tensors.ts';`],
  ['reporters/models.ts', 'no-restricted-imports', `export * from '../src/models/index.ts';`],
  ['reporters/engine.ts', 'no-restricted-imports', `export * from '../src/engine/index.ts';`],
  ['reporters/render/matchers.ts', 'no-restricted-imports', `export * from '../../matchers/index.ts';`],
  ['matchers/fixtures.ts', 'no-restricted-imports', `export * from '../fixtures/index.ts';`],
  ['src/plugin.ts', 'no-restricted-imports', `export * from './engine/index.ts';`],
  ['src/random/platform.ts', 'no-restricted-properties', `export const draw = () => Math.random();`],
  ['specs/unit/platform.spec.ts', 'no-restricted-properties', `export const draw = () => Math.random();`],
  ['src/attacks/noise.ts', 'no-restricted-properties', `export const noise = tf.randomUniform([2]);`],
  ['src/models/layer.ts', 'seeded(initialisers)', `export const layer = tfl.layers.dense({ units: 10 });`],
  ['src/models/named.ts', 'seeded(initialisers)', `export const options = { kernelInitializer: 'glorotUniform' };`],
  ['src/models/drawn.ts', 'seeded(initialisers)', `export const drawn = tfl.initializers.heNormal({});`],
];

const allowed: [file: string, line: string][] = [
  ['src/index.ts', `export { expect } from 'vitest';`],
  ['src/engine/tensors.ts', `export * as tf from '@tensorflow/tfjs-core';`],
  ['src/acquisition/products.ts', `export { multiply } from '../engine/arrays/matrix.ts';`],
  ['src/acquisition/needs.ts', `export type { Signals } from '../signals/contract.ts';`],
  ['src/attacks/tensors.ts', `export { tf } from '../engine/tensors.ts';`],
  ['matchers/expect.ts', `export { expect } from 'vitest';`],
  ['reporters/terminal.ts', `export * from '../src/active-learning/index.ts';`],
  ['src/models/seeded.ts', `export const drawn = tfl.initializers.heNormal({ seed: 1 });`],
  ['src/attacks/same.ts', `export const same = (a, b) => a.name === b.name;`],
  ['src/engine/started.ts', `export const gpu = ({ name }) => name === 'node-gpu';`],
  ['src/models/constant.ts', `export const layer = tfl.layers.dense({ units: 10, kernelInitializer: 'zeros' });`],
];

describe('the lint rules for layers, families and seeds', () => {
  let folder = '';
  let findings: { code: string; filename: string }[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-lint-'));
    cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    cpSync('scripts/lint', join(folder, 'scripts/lint'), { recursive: true });
    for (const [file, line] of [...refused.map(([name, , text]) => [name, text] as const), ...allowed]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${line}\n`, { flag: 'a' });
    }
    const lint = spawnSync(process.execPath, [resolve('node_modules/oxlint/bin/oxlint'), '-f', 'json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    findings = (JSON.parse(lint.stdout) as { diagnostics: typeof findings }).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const rulesAgainst = (file: string) => findings.filter(({ filename }) => filename === file).map(({ code }) => code);

  test.each(refused)('report that %s breaks %s: %s', (file, rule) => {
    expect(rulesAgainst(file)).toContainEqual(expect.stringContaining(rule));
  });

  test.each(allowed)('allow in %s: %s', (file) => {
    expect(rulesAgainst(file)).toEqual([]);
  });
});
