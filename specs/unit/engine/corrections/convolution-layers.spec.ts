import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { cloneModel } from '../../../../src/models/network/clone-model.ts';
import { compared, expectClose, randomTensor } from '../both-engines.ts';

const { layers } = tfl;
const zeros = { kernelInitializer: 'zeros' } as const;
const separable = { depthwiseInitializer: 'zeros', pointwiseInitializer: 'zeros', filters: 4, kernelSize: 2 } as const;
type Format = { readonly dataFormat: 'channelsFirst' | 'channelsLast' };

/** Layers by the order of axes, with the shape of an item whose channels are last. */
const kinds: [name: string, make: (format: Format) => Layer, itemShape: number[], channels: number][] = [
  ['conv1d', (format) => layers.conv1d({ filters: 3, kernelSize: 2, ...zeros, ...format }), [5, 4], 1],
  [
    'causal conv1d',
    (format) => layers.conv1d({ filters: 3, kernelSize: 3, padding: 'causal', ...zeros, ...format }),
    [5, 4],
    1,
  ],
  [
    'separableConv2d',
    (format) => layers.separableConv2d({ ...separable, activation: 'softmax', ...format }),
    [4, 4, 3],
    1,
  ],
  [
    'convLstm2d',
    (format) =>
      layers.convLstm2d({
        filters: 2,
        kernelSize: 2,
        returnSequences: true,
        recurrentInitializer: 'zeros',
        ...zeros,
        ...format,
      }),
    [3, 4, 5, 2],
    2,
  ],
];

const initialised = (layer: Layer, x: Tensor): Layer => {
  layer.apply(x);
  layer.setWeights(layer.weights.map(({ shape }, i) => randomTensor(shape as number[], i + 2)));
  return layer;
};

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each(kinds)('%s with channels first computes the layer with channels last', (_, make, itemShape, channels) => {
    const x = randomTensor([2, ...itemShape], 1);
    const axes = [...x.shape.keys()].slice(0, -1);
    axes.splice(channels, 0, x.rank - 1);
    const back = axes.map((_axis, place) => axes.indexOf(place));
    const first = tf.transpose(x, axes);
    const [last, moved] = [
      initialised(make({ dataFormat: 'channelsLast' }), x),
      initialised(make({ dataFormat: 'channelsFirst' }), first),
    ];
    const y = moved.apply(first) as Tensor;
    const expected = last.apply(x) as Tensor;
    expect(y.shape).toEqual(moved.computeOutputShape(first.shape));
    expectClose([...tf.transpose(y, back).dataSync()], [...expected.dataSync()], 1e-6);
    last.dispose();
    moved.dispose();
  });
});

describe('padding that is causal', () => {
  beforeAll(() => startEngine(compared).then(() => undefined));

  test('makes an output depend on its own step and earlier ones', () => {
    tf.tidy(() => {
      const input = tfl.input({ shape: [4, 1] });
      const layer = layers.conv1d({
        filters: 1,
        kernelSize: 2,
        padding: 'causal',
        dilationRate: 2,
        useBias: false,
        ...zeros,
      });
      const output = layer.apply(input) as tfl.SymbolicTensor;
      layer.setWeights([tf.tensor3d([10, 1], [2, 1, 1])]);
      expect(output.shape).toEqual([null, 4, 1]);
      expect([...(layer.apply(tf.tensor3d([1, 2, 3, 4], [1, 4, 1])) as Tensor).dataSync()]).toEqual([1, 2, 13, 24]);
      layer.dispose();
    });
  });
});

test.each<[string, () => Layer, number[]]>([
  [
    'separableConv2d with two filters per channel',
    () => layers.separableConv2d({ ...separable, depthMultiplier: 2 }),
    [4, 4, 3],
  ],
  [
    'conv1d with channels first',
    () => layers.conv1d({ filters: 3, kernelSize: 2, dataFormat: 'channelsFirst', ...zeros }),
    [4, 5],
  ],
  [
    'a dilated transposed convolution',
    () => layers.conv2dTranspose({ filters: 3, kernelSize: 2, dilationRate: 2, ...zeros }),
    [3, 3, 2],
  ],
])('a copy of %s has its outputs', async (_, make, itemShape) => {
  await startEngine(compared);
  const model = tfl.sequential({ layers: [layers.inputLayer({ inputShape: itemShape }), make()] });
  model.setWeights(model.getWeights().map((weight, i) => randomTensor(weight.shape, i + 1)));
  const copy = cloneModel(model);
  tf.tidy(() => {
    const x = randomTensor([2, ...itemShape], 7);
    expect([...(copy.apply(x) as Tensor).dataSync()]).toEqual([...(model.apply(x) as Tensor).dataSync()]);
  });
  model.dispose();
  copy.dispose();
});
