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
  bidirectional,
  convLstm2d,
  gruCell,
  lstmCell,
  rnn,
  stackedRNNCells,
  timeDistributed,
} = tfl.layers;
const zeros = { kernelInitializer: 'zeros' } as const;
const recurrent = { ...zeros, recurrentInitializer: 'zeros', biasInitializer: 'zeros' } as const;
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
    'a bidirectional layer',
    network([7, 4], bidirectional({ layer: lstm({ units: 5, ...recurrent }) as never, mergeMode: 'concat' })),
    2 * 7 * (4 * 20 + 5 * 20),
  ],
  [
    'a dense layer at each step in time',
    network(
      [7, 4],
      timeDistributed({ layer: dense({ units: 5, ...zeros }) }),
      flatten(),
      dense({ units: 3, ...zeros }),
    ),
    7 * 4 * 5 + 35 * 3,
  ],
  [
    'a network at each step in time',
    network(
      [3, 5, 5, 2],
      timeDistributed({ layer: network([5, 5, 2], conv2d({ filters: 4, kernelSize: 3, ...zeros })) }),
    ),
    3 * 9 * (9 * 2 * 4),
  ],
  [
    'a stack of recurrent cells',
    network(
      [7, 4],
      rnn({
        cell: stackedRNNCells({
          cells: [lstmCell({ units: 5, ...recurrent }), gruCell({ units: 6, ...recurrent })],
        }) as never,
      }),
    ),
    7 * (4 * 20 + 5 * 20 + 5 * 18 + 6 * 18),
  ],
  [
    'a recurrent convolution',
    network([3, 6, 6, 2], convLstm2d({ filters: 4, kernelSize: 3, ...recurrent })),
    3 * 16 * (9 * 2 * 16 + 9 * 4 * 16),
  ],
  [
    'a convolution with channels first',
    network([2, 6, 5], conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', ...zeros })),
    12 * 9 * 2 * 4,
  ],
  [
    'an embedding and batch normalisation',
    network([7], embedding({ inputDim: 9, outputDim: 4, embeddingsInitializer: 'zeros' }), batchNormalization()),
    0,
  ],
])('countMultiplyAdds counts the products with the kernels of a network: %s', (_, model, expected) => {
  expect(countMultiplyAdds(model)).toBe(expected);
});

test('countMultiplyAdds counts a layer as often as the network applies it, and not where another network does', () => {
  const [x, shared] = [tfl.input({ shape: [6] }), dense({ units: 6, ...zeros })];
  const apply = (times: number) =>
    Array.from({ length: times }).reduce<typeof x>((h) => shared.apply(h) as typeof x, x);
  const model = tfl.model({ inputs: x, outputs: apply(2) });
  tfl.model({ inputs: x, outputs: apply(3) });
  expect(countMultiplyAdds(model)).toBe(2 * 36);
});

test('countNonZero counts weights that are not zero, biases included', () => {
  expect(countNonZero(network([4], dense({ units: 5, ...zeros, biasInitializer: 'ones' })))).toBe(5);
});
