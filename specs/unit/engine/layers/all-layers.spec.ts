import { describe, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';

const { layers } = tfl;
const ones = { kernelInitializer: 'ones' } as const;
const recurrent = { ...ones, recurrentInitializer: 'ones', units: 3 } as const;
const separable = { depthwiseInitializer: 'ones', pointwiseInitializer: 'ones', filters: 3, kernelSize: 3 } as const;
const activations = [
  ...(['elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh'] as const),
  ...(['softmax', 'mish', 'swish'] as const),
];

const images = [2, 6, 5, 4];
const sequences = [3, 5, 4];
const vectors = [3, 6];

/** Every layer that the JavaScript engine can train, with its input shape. */
const trained: [name: string, make: () => unknown, inputShape: number[]][] = [
  ...activations.map((activation): [string, () => unknown, number[]] => [
    `dense ${activation}`,
    () => layers.dense({ units: 5, activation, ...ones }),
    vectors,
  ]),
  ...activations.map((activation): [string, () => unknown, number[]] => [
    `conv2d ${activation}`,
    () => layers.conv2d({ filters: 5, kernelSize: 3, activation, ...ones }),
    images,
  ]),
  ['conv1d', () => layers.conv1d({ filters: 3, kernelSize: 3, padding: 'same', strides: 2, ...ones }), sequences],
  ['conv2dTranspose', () => layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, ...ones }), images],
  ['conv3d', () => layers.conv3d({ filters: 3, kernelSize: 2, strides: 2, ...ones }), [1, 4, 4, 4, 2]],
  ['separableConv2d', () => layers.separableConv2d(separable), images],
  ['depthwiseConv2d', () => layers.depthwiseConv2d({ kernelSize: 3, depthwiseInitializer: 'ones' }), images],
  ['maxPooling1d', () => layers.maxPooling1d({ poolSize: 2 }), sequences],
  ['averagePooling1d', () => layers.averagePooling1d({ poolSize: 2 }), sequences],
  ['maxPooling2d', () => layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }), images],
  ['averagePooling2d', () => layers.averagePooling2d({ poolSize: 2 }), images],
  ['maxPooling3d', () => layers.maxPooling3d({ poolSize: 2 }), [1, 4, 4, 4, 2]],
  ['averagePooling3d', () => layers.averagePooling3d({ poolSize: 2 }), [1, 4, 4, 4, 2]],
  ['globalMaxPooling1d', () => layers.globalMaxPooling1d({}), sequences],
  ['globalAveragePooling1d', () => layers.globalAveragePooling1d({}), sequences],
  ['globalMaxPooling2d', () => layers.globalMaxPooling2d({}), images],
  ['globalAveragePooling2d', () => layers.globalAveragePooling2d({}), images],
  ['simpleRNN', () => layers.simpleRNN({ ...recurrent }), sequences],
  ['gru', () => layers.gru({ ...recurrent, returnSequences: true }), sequences],
  [
    'bidirectional lstm',
    () =>
      layers.bidirectional({
        layer: layers.lstm({ ...recurrent, returnSequences: true }) as never,
        mergeMode: 'concat',
      }),
    sequences,
  ],
  [
    'convLstm2d',
    () => layers.convLstm2d({ filters: 2, kernelSize: 3, ...ones, recurrentInitializer: 'ones' }),
    [1, 3, 5, 5, 2],
  ],
  ['timeDistributed', () => layers.timeDistributed({ layer: layers.dense({ units: 3, ...ones }) }), sequences],
  ['layerNormalization', () => layers.layerNormalization({}), sequences],
  ['batchNormalization', () => layers.batchNormalization({ epsilon: 0.1 }), images],
  ['zeroPadding2d', () => layers.zeroPadding2d({ padding: 1 }), images],
  [
    'cropping2D',
    () =>
      layers.cropping2D({
        cropping: [
          [1, 1],
          [1, 0],
        ],
      }),
    images,
  ],
  ['reLU', () => layers.reLU({ maxValue: 0.5 }), images],
  ['leakyReLU', () => layers.leakyReLU({}), images],
  ['prelu', () => layers.prelu({ alphaInitializer: 'ones' }), images],
  ['elu', () => layers.elu({}), images],
  ['softmax', () => layers.softmax({}), vectors],
  ['permute', () => layers.permute({ dims: [2, 1] }), sequences],
  ['repeatVector', () => layers.repeatVector({ n: 3 }), vectors],
  ['rescaling', () => layers.rescaling({ scale: 2 }), images],
  ['conv2d dilated', () => layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: 2, ...ones }), images],
  ['conv3dTranspose', () => layers.conv3dTranspose({ filters: 2, kernelSize: 2, ...ones }), [1, 3, 3, 3, 2]],
  ['thresholdedReLU', () => layers.thresholdedReLU({ theta: 0.3 }), images],
];

describe('WebAssembly has the outputs and gradients of the JavaScript engine for', () => {
  test.each(trained)('%s', (_, make, inputShape) =>
    expectSameOnBothEngines(() => outputAndGradients(make() as Layer, randomTensor(inputShape, 3), true, 5)),
  );

  test('embedding', () =>
    expectSameOnBothEngines(() => {
      const table = tf.variable(randomTensor([7, 3], 1));
      const ids = tf.tensor2d(
        [
          [1, 2, 2],
          [6, 0, 2],
        ],
        [2, 3],
        'int32',
      );
      const { grads } = tf.variableGrads(() => tf.sum(tf.square(tf.gather(table, ids))), [table]);
      table.dispose();
      return grads[table.name];
    }));
});

describe('WebAssembly has the gradient of difference quotients, unlike the JavaScript engine, for', () => {
  test.each(['nearest', 'bilinear'] as const)('upSampling2d %s', async (interpolation) => {
    await startEngine(compared);
    const layer = layers.upSampling2d({ size: [2, 2], interpolation });
    expectGradientByDifferences((x) => layer.apply(x) as Tensor, [randomTensor([2, 3, 4, 2], 1)]);
  });
});
