import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, kernelsOf, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';

const stock = { filters: 5, kernelSize: 3, kernelInitializer: 'ones' } as const;

describe('a convolution', () => {
  test.each([
    {},
    { padding: 'same' as const, strides: 2 },
    { useBias: false },
    { activation: 'relu' as const },
    { dilationRate: 1 },
  ])('with %j has the output and gradients of the JavaScript engine', (options) =>
    expectSameOnBothEngines(() =>
      outputAndGradients(tfl.layers.conv2d({ ...stock, ...options }), randomTensor([2, 7, 6, 3], 1), true, 2),
    ),
  );

  test('computes no gradient of its filters if only the gradient of the input is needed', async () => {
    await startEngine(compared);
    const layer = tfl.layers.conv2d(stock);
    const x = randomTensor([2, 6, 6, 3], 1);
    layer.apply(x);
    const ran = kernelsOf(() => tf.grad((input) => tf.sum(layer.apply(input) as Tensor))(x));
    expect(ran).toContain('Conv2DBackpropInput');
    expect(ran).not.toContain('Conv2DBackpropFilter');
  });
});
