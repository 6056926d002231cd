import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import type { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier } from '../../../../src/models/index.ts';

/** Node loads a module again once it is not in the cache, as it does from a second folder. */
const require = createRequire(import.meta.url);
for (const file of Object.keys(require.cache)) if (file.includes('tfjs-layers')) delete require.cache[file];
const { layers, sequential } = require('@tensorflow/tfjs-layers') as typeof tfl;

test('a model of another copy of TensorFlow.js is named as such', async () => {
  await startEngine('wasm');
  const foreign = sequential({ layers: [layers.dense({ units: 3, inputShape: [4], kernelInitializer: 'zeros' })] });
  expect(() => classifier(foreign)).toThrow(InvalidModelError);
  expect(() => classifier(foreign)).toThrow(/another copy of TensorFlow\.js[^]+"vitest-dnn\/layers"/);
});
