import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import * as own from '../../../../src/engine/layers-api.ts';
import type { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier } from '../../../../src/models/index.ts';

/** Node loads a module again once it is not in the cache, as it does from a second folder. */
const require = createRequire(import.meta.url);
for (const file of Object.keys(require.cache)) if (file.includes('tfjs-layers')) delete require.cache[file];
const { input, layers, sequential } = require('@tensorflow/tfjs-layers') as typeof tfl;

const dense = (name?: string) => layers.dense({ name, units: 3, inputShape: [4], kernelInitializer: 'zeros' });
const ownDense = () => own.layers.dense({ name: 'ours', units: 3, kernelInitializer: 'zeros' });

beforeAll(() => startEngine('wasm'));

test('a model of another copy of TensorFlow.js is named as such', () => {
  const foreign = sequential({ layers: [dense()] });
  expect(() => classifier(foreign)).toThrow(InvalidModelError);
  expect(() => classifier(foreign)).toThrow(/another copy of TensorFlow\.js[^]+"vitest-dnn\/layers"/);
});

describe('a layer of another copy of TensorFlow.js is named where it enters a network:', () => {
  const inner = (units: number) => layers.dense({ name: 'theirs', units, kernelInitializer: 'zeros' });
  test.each<[string, () => unknown]>([
    ['sequential', () => own.sequential({ layers: [dense('theirs')] })],
    ['add', () => own.sequential().add(dense('theirs'))],
    ['a nested model', () => own.sequential({ layers: [sequential({ name: 'theirs', layers: [dense()] })] })],
    ['apply', () => ownDense().apply(input({ name: 'theirs', shape: [4] }))],
    ['model', () => own.model({ inputs: input({ name: 'theirs', shape: [4] }), outputs: own.input({ shape: [4] }) })],
    [
      'a wrapper',
      () =>
        classifier(
          own.sequential({
            layers: [
              own.layers.timeDistributed({ layer: inner(2), inputShape: [2, 4] }),
              own.layers.flatten(),
              ownDense(),
            ],
          }),
        ),
    ],
  ])('%s', (_, build) => {
    expect(build).toThrow(
      expect.objectContaining({
        name: 'InvalidModelError',
        message: expect.stringMatching(/the layer "theirs"[^]+another copy of TensorFlow\.js[^]+"vitest-dnn\/layers"/i),
      }),
    );
  });

  test('a value that is no layer is shown', () => {
    expect(() => own.sequential({ layers: [{} as never] })).toThrow('.\nExpected a layer.');
    expect(() => own.sequential({ layers: [undefined as never] })).toThrow('receives undefined.');
  });
});
