import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { kernelsOf, randomTensor } from '../both-engines.ts';
import {
  type Builder,
  constant,
  expectGradients,
  expectSameBitsInBatch,
  expectStockLayer,
} from './recurrent-layers.ts';

const build: Builder = ({ recurrentActivation: _, ...options }) =>
  tfl.layers.simpleRNN(options as { units: number }) as never;

describe('a simple recurrent layer in one kernel', () => {
  test('has the output and gradients of the stock layer on the JavaScript engine, with masks and without', () =>
    expectStockLayer(build, 6));

  test('has the gradients of difference quotients where steps are masked', () => expectGradients(build));

  test('gives an input the same bits alone, in a batch, and with a gradient', () => expectSameBitsInBatch(build));

  test('is one kernel', async () => {
    await startEngine('wasm');
    const [layer, x] = [build({ units: 5, ...constant }), randomTensor([3, 8, 4], 1)];
    layer.apply(x);
    expect(kernelsOf(() => layer.apply(x))).toEqual(['SimpleRnn']);
  });
});
