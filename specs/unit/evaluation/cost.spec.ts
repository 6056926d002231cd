import { expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { tfl } from '../../../src/engine/tensors.ts';
import { countMultiplyAdds, countNonZero } from '../../../src/evaluation/cost.ts';

await startEngine('wasm');
const {
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  dense,
  embedding,
  flatten,
  globalAveragePooling2d,
  lstm,
  batchNormalization,
} = tfl.layers;
const zeros = { kernelInitializer: 'zeros' } as const;
const network = (inputShape: number[], ...layers: InstanceType<typeof tfl.layers.Layer>[]) =>
  tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape }), ...layers] });

test.each([
  ['dense', network([4], dense({ units: 5, ...zeros }), dense({ units: 3, ...zeros })), 4 * 5 + 5 * 3],
  [
    'a strided convolution',
    network([9, 9, 2], conv2d({ filters: 4, kernelSize: 3, strides: 2, ...zeros }), flatten()),
    16 * 9 * 2 * 4,
  ],
  [
    'a depthwise convolution',
    network([6, 6, 2], depthwiseConv2d({ kernelSize: 3, depthwiseInitializer: 'zeros' }), globalAveragePooling2d({})),
    16 * 9 * 2,
  ],
  [
    'a transposed convolution',
    network([4, 4, 2], conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2, ...zeros }), flatten()),
    16 * 4 * 2 * 3,
  ],
  [
    'a recurrent layer',
    network([7, 4], lstm({ units: 5, ...zeros, recurrentInitializer: 'zeros' })),
    7 * (4 * 20 + 5 * 20),
  ],
  [
    'an embedding and batch normalisation',
    network([7], embedding({ inputDim: 9, outputDim: 4, embeddingsInitializer: 'zeros' }), batchNormalization()),
    0,
  ],
])('countMultiplyAdds counts the products with the kernels of a network: %s', (_, model, expected) => {
  expect(countMultiplyAdds(model)).toBe(expected);
});

test('countNonZero counts weights that are not zero, biases included', () => {
  expect(countNonZero(network([4], dense({ units: 5, ...zeros, biasInitializer: 'ones' })))).toBe(5);
});
