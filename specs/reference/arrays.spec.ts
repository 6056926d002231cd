import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

import { defineArchitecture } from '../../src/architectures/define.ts';
import { leNet1, leNet5, multilayerPerceptron, type Architecture } from '../../src/architectures/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tfl } from '../../src/engine/tensors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { figures } from './agreement.ts';

/** Weights of PyTorch, and its logits. Made by `python specs/reference/generators/arrays.py`. */
interface Case {
  readonly name: string;
  readonly file: string;
  readonly itemShape: number[];
  readonly inputs: number[];
  readonly logits: number[];
}

const fileOf = (name: string): string => fileURLToPath(new URL(`golden/arrays/${name}`, import.meta.url));
const cases = JSON.parse(readFileSync(fileOf('arrays.json'), 'utf8')) as Case[];
const { conv2d, conv1d, batchNormalization, depthwiseConv2d, conv2dTranspose, dense, dropout, flatten, reLU } =
  tfl.layers;
const zeros = { kernelInitializer: 'zeros' } as const;

const perceptron = multilayerPerceptron.with({ hidden: Array.from({ length: 10 }, () => 12) });
const accepts = { shape: 'any', test: () => true };
const architectures: Readonly<Record<string, Architecture>> = {
  leNet5,
  leNet1,
  multilayerPerceptron: perceptron,
  'multilayerPerceptron in half precision': perceptron,
  'all kinds': defineArchitecture({
    name: 'allKinds',
    accepts,
    layers: ({ classes }) => [
      conv2d({ filters: 4, kernelSize: 3, useBias: false, ...zeros }),
      batchNormalization(),
      reLU(),
      depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, depthwiseInitializer: 'zeros' }),
      conv2dTranspose({ filters: 5, kernelSize: 2, strides: 2, ...zeros }),
      batchNormalization({ center: false, scale: false }),
      flatten(),
      dropout({ rate: 0.5 }),
      dense({ units: classes, ...zeros }),
    ],
  }),
  sequence: defineArchitecture({
    name: 'sequence',
    accepts,
    layers: ({ classes }) => [
      conv1d({ filters: 3, kernelSize: 3, activation: 'relu', ...zeros }),
      flatten(),
      dense({ units: classes, useBias: false, ...zeros }),
    ],
  }),
};

beforeAll(() => startEngine('wasm'));

describe.each(cases)('weights of PyTorch: $name in $file', ({ name, file, itemShape, inputs, logits }) => {
  const differenceTo = (expected: readonly number[], data: Float32Array): number => {
    const largest = Math.max(...expected.map(Math.abs));
    return data.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0) / largest;
  };

  test('give its logits', async () => {
    const loaded = await loadClassifier(fileOf(file), { architecture: architectures[name], itemShape });
    const { data, rows, columns } = await loaded.predict(Float32Array.from(inputs), 5);
    expect([rows, columns]).toEqual([5, logits.length / 5]);
    const difference = differenceTo(logits, data);
    expect(difference, figures(`${name} in ${file}: largest relative difference of logits ${difference}`)).toBeLessThan(
      1e-5,
    );
    const copy = loaded.clone();
    expect((await copy.predict(Float32Array.from(inputs), 5)).data).toEqual(data);
    for (const model of [loaded, copy]) model.dispose();
  });
});
