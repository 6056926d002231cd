import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, type Tensor5D, tf, tfl, type Variable } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { compared, expectClose, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

const { layers } = tfl;
const kernel = { kernelInitializer: 'zeros' } as const;
const separable = { depthwiseInitializer: 'zeros', pointwiseInitializer: 'zeros', filters: 3, kernelSize: 2 } as const;
const first = { dataFormat: 'channelsFirst' } as const;
const paddings = ['valid', 'same'] as const;
const rates = [2, [2, 1], [1, 3]] as (number | [number, number])[];

/** Layers with an input shape, all linear, so that difference quotients are exact. */
const dilated: [name: string, make: () => Layer, inputShape: number[]][] = [
  ...paddings.flatMap((padding): [string, () => Layer, number[]][] => [
    ...rates.map((dilationRate): [string, () => Layer, number[]] => [
      `conv2d ${padding} ${dilationRate}`,
      () => layers.conv2d({ filters: 3, kernelSize: 2, padding, dilationRate, ...kernel }),
      [2, 5, 6, 2],
    ]),
    [
      `conv1d ${padding}`,
      () => layers.conv1d({ filters: 3, kernelSize: 3, padding, dilationRate: 2, ...kernel }),
      [2, 7, 3],
    ],
    [
      `conv3d ${padding}`,
      () => layers.conv3d({ filters: 2, kernelSize: 2, padding, dilationRate: [1, 2, 3], ...kernel }),
      [1, 3, 4, 5, 2],
    ],
    [
      `separableConv2d ${padding}`,
      () => layers.separableConv2d({ ...separable, padding, dilationRate: 2 }),
      [2, 4, 5, 2],
    ],
    [
      `depthwiseConv2d ${padding}`,
      () => layers.depthwiseConv2d({ kernelSize: 2, padding, dilationRate: 2, depthwiseInitializer: 'zeros' }),
      [2, 4, 5, 2],
    ],
  ]),
  [
    'conv1d causal',
    () => layers.conv1d({ filters: 3, kernelSize: 2, padding: 'causal', dilationRate: 2, ...kernel }),
    [2, 6, 3],
  ],
  [
    'conv1d channelsFirst',
    () => layers.conv1d({ filters: 3, kernelSize: 2, dilationRate: 2, ...first, ...kernel }),
    [2, 3, 6],
  ],
  [
    'conv2d channelsFirst',
    () => layers.conv2d({ filters: 3, kernelSize: 2, dilationRate: 2, ...first, ...kernel }),
    [2, 3, 4, 5],
  ],
  [
    'conv3d channelsFirst',
    () => layers.conv3d({ filters: 2, kernelSize: 2, dilationRate: 2, ...first, ...kernel }),
    [1, 2, 3, 4, 3],
  ],
  [
    'separableConv2d channelsFirst',
    () => layers.separableConv2d({ ...separable, dilationRate: 2, ...first }),
    [2, 2, 4, 5],
  ],
  [
    'conv2dTranspose',
    () => layers.conv2dTranspose({ filters: 3, kernelSize: 2, dilationRate: 2, ...kernel }),
    [2, 3, 4, 2],
  ],
];

describe.each(['cpu', compared] as const)('on engine %s, a dilated', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each(dilated)('%s has the gradients of its difference quotients', (_, make, inputShape) => {
    const layer = make();
    tf.tidy(() => {
      const x = randomTensor(inputShape, 1);
      layer.apply(x);
      const weights = layer.weights.map(({ shape }, i) => randomTensor(shape as number[], i + 2));
      layer.setWeights(weights);
      expectGradientByDifferences((v) => layer.apply(v) as Tensor, [x]);
      const direction = randomTensor((layer.apply(x) as Tensor).shape, 9);
      const along = (): tf.Scalar => tf.sum(tf.mul(layer.apply(x) as Tensor, direction));
      for (const variable of layer.trainableWeights.map((weight) => weight.read() as Variable)) {
        const values = variable.dataSync().slice();
        const quotients = Array.from(values, (_value, i) => {
          const at = (shift: number): number => {
            variable.assign(tf.tensor(values.with(i, values[i] + shift), variable.shape));
            return along().dataSync()[0];
          };
          return at(0.5) - at(-0.5);
        });
        variable.assign(tf.tensor(values, variable.shape));
        const slope = tf.variableGrads(along, [variable]).grads[variable.name];
        expectClose([...slope.dataSync()], quotients, 1e-3);
      }
    });
    layer.dispose();
  });

  test('convolution with a filter equals one with zeros between its values', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 4, 5], [1, 1, 5, 1]);
      const f = (v: Tensor): Tensor =>
        tf.conv2d(v as Tensor4D, tf.tensor4d([1, 10], [1, 2, 1, 1]), 1, 'valid', 'NHWC', [1, 3]);
      expect([...f(x).dataSync()]).toEqual([41, 52]);
      expect([
        ...tf
          .grad((v: Tensor) => tf.sum(f(v)))(x)
          .dataSync(),
      ]).toEqual([1, 1, 0, 10, 10]);
      const volume = tf.conv3d(
        tf.reshape(x, [1, 1, 1, 5, 1]) as Tensor5D,
        tf.tensor5d([1, 10], [1, 1, 2, 1, 1]),
        1,
        'valid',
        'NDHWC',
        [1, 1, 3],
      );
      expect([...volume.dataSync()]).toEqual([41, 52]);
    });
  });
});
