import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import { cloneModel } from '../../../../src/models/network/clone-model.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { compared, expectClose, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

beforeAll(() => startEngine(compared));

/** A layer from its configuration, as in a file. */
const read = (className: string, config: object): Layer => {
  const [type, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  return fromConfig(type, { ...config } as never) as unknown as Layer;
};

/** Applies a layer whose weights are drawn; the declared shape must be that of the result. */
const applied = (layer: Layer, ...inputs: Tensor[]): Tensor => {
  const y = layer.apply(inputs.length === 1 ? inputs[0] : inputs) as Tensor;
  const shapes = inputs.map(({ shape }) => shape);
  expect(layer.computeOutputShape(inputs.length === 1 ? shapes[0] : (shapes as never))).toEqual(y.shape);
  return y;
};

const values = (x: Tensor): number[] => [...x.dataSync()];
const zeros = 'zeros';
const depthwise = { depthwiseInitializer: zeros, kernelSize: 2, depthMultiplier: 2 };
const bilinear = { size: [2, 3], interpolation: 'bilinear', halfPixelCenters: true };
const direction = (activation: string, goBackwards: boolean) => ({
  className: 'LSTM',
  config: { units: 2, activation, goBackwards, kernelInitializer: zeros, recurrentInitializer: zeros },
});

/** Layers with one option, on items of a shape. */
const kinds: [name: string, className: string, config: object, itemShape: number[]][] = [
  ['a dilated depthwise convolution', 'DepthwiseConv2D', { ...depthwise, dilationRate: [2, 1] }, [5, 4, 2]],
  [
    'a dilated depthwise convolution with channels first',
    'DepthwiseConv2D',
    { ...depthwise, dilationRate: 2, padding: 'same', dataFormat: 'channelsFirst' },
    [2, 5, 4],
  ],
  ['bilinear upsampling between centres', 'UpSampling2D', bilinear, [3, 2, 2]],
  [
    'bilinear upsampling between centres with channels first',
    'UpSampling2D',
    { ...bilinear, dataFormat: 'channelsFirst' },
    [2, 3, 2],
  ],
  ['bilinear resizing', 'Resizing', { height: 2, width: 5 }, [3, 4, 2]],
  ['nearest resizing', 'Resizing', { height: 4, width: 2, interpolation: 'nearest' }, [3, 5, 2]],
  ['a pooling of the last axis', 'AveragePooling1D', { poolSize: 2, dataFormat: 'channelsFirst' }, [3, 4]],
  ['a global pooling of the last axis', 'GlobalAveragePooling1D', { dataFormat: 'channelsFirst' }, [3, 4]],
  ['PReLU that shares slopes in the middle', 'PReLU', { sharedAxes: [2] }, [2, 3, 2]],
  [
    'different directions',
    'Bidirectional',
    { layer: direction('sigmoid', false), backwardLayer: direction('tanh', true) },
    [3, 2],
  ],
];

const drawn = (layer: Layer, x: Tensor): Layer => {
  layer.apply(x);
  layer.setWeights(layer.weights.map(({ shape }, i) => randomTensor(shape as number[], i + 2)));
  return layer;
};

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each(kinds)('the gradient of %s equals finite differences', (_, className, config, itemShape) => {
    tf.tidy(() => {
      const x = randomTensor([2, ...itemShape], 1);
      const layer = drawn(read(className, config), x);
      expectGradientByDifferences((input) => applied(layer, input), [x], 0.01);
      layer.dispose();
    });
  });

  test('the filters of a dilated depthwise convolution have their gradient', () => {
    const x = randomTensor([1, 4, 5, 2], 1);
    tf.tidy(() => {
      expectGradientByDifferences(
        (filter) => tf.depthwiseConv2d(x as never, filter as never, 1, 'same', 'NHWC', 2),
        [randomTensor([2, 2, 2, 1], 2)],
      );
    });
  });

  test('PReLU multiplies by the slope of its column', () => {
    tf.tidy(() => {
      const layer = drawn(read('PReLU', { sharedAxes: [1, 3] }), tf.zeros([1, 2, 2, 2]));
      layer.setWeights([tf.tensor([2, 3], [1, 2, 1])]);
      expect(values(applied(layer, tf.fill([1, 2, 2, 2], -1)))).toEqual([-2, -2, -3, -3, -2, -2, -3, -3]);
      layer.dispose();
    });
  });
});

test.each(kinds)('a copy of %s has its outputs', async (_, className, config, itemShape) => {
  await startEngine(compared);
  const model = tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: itemShape }), read(className, config)] });
  model.setWeights(model.getWeights().map(({ shape }, i) => randomTensor(shape, i + 1)));
  const copy = cloneModel(model);
  tf.tidy(() => {
    const x = randomTensor([2, ...itemShape], 7);
    expect(values(copy.apply(x) as Tensor)).toEqual(values(model.apply(x) as Tensor));
  });
  model.dispose();
  copy.dispose();
});

test('a dilated depthwise convolution skips values', () => {
  tf.tidy(() => {
    const layer = read('DepthwiseConv2D', {
      ...depthwise,
      kernelSize: [1, 2],
      depthMultiplier: 1,
      dilationRate: [1, 2],
    });
    const x = tf.tensor([1, 2, 3, 4], [1, 1, 4, 1]);
    drawn(layer, x).setWeights([tf.tensor([10, 1], [1, 2, 1, 1]), tf.tensor([0])]);
    expect(values(applied(layer, x))).toEqual([13, 24]);
    layer.dispose();
  });
});

test('a depthwise convolution writes the constraint of its filters', () => {
  const depthwiseConstraint = tfl.constraints.nonNeg();
  const depthwiseRegularizer = tfl.regularizers.l2();
  const layer = tfl.layers.depthwiseConv2d({ kernelSize: 2, depthwiseConstraint, depthwiseRegularizer });
  expect(layer.getConfig()).toMatchObject({ depthwiseConstraint: { className: 'NonNeg', config: {} } });
});

test('bilinear upsampling reads corners, or centres where the option says so', () => {
  tf.tidy(() => {
    const x = tf.tensor([0, 4], [1, 1, 2, 1]);
    const upsampled = (config: object): number[] => values(applied(read('UpSampling2D', config), x));
    const config = { size: [1, 2], interpolation: 'bilinear' };
    expect(upsampled(config)).toEqual([0, 2, 4, 4]);
    expect(upsampled({ ...config, halfPixelCenters: true })).toEqual([0, 1, 3, 4]);
  });
});

test('a concatenation counts axes from the end', () => {
  tf.tidy(() => {
    const [a, b] = [tf.tensor([1, 2], [1, 1, 2]), tf.tensor([3, 4], [1, 1, 2])];
    const joined = applied(tfl.layers.concatenate({ axis: -2 }), a, b);
    expect(joined.shape).toEqual([1, 2, 2]);
    expect(values(joined)).toEqual([1, 2, 3, 4]);
  });
});

test.each(['MaxPooling1D', 'AveragePooling1D', 'GlobalMaxPooling1D', 'GlobalAveragePooling1D'])(
  '%s with channels first computes the layer with channels last',
  (className) => {
    tf.tidy(() => {
      const x = randomTensor([2, 3, 5], 1);
      const moved = (y: Tensor): Tensor => (y.rank === 3 ? tf.transpose(y, [0, 2, 1]) : y);
      const last = moved(applied(read(className, {}), tf.transpose(x, [0, 2, 1])));
      expectClose(values(applied(read(className, { dataFormat: 'channelsFirst' }), x)), values(last), 1e-6);
    });
  },
);

test('directions with different options compute their own layers', () => {
  tf.tidy(() => {
    const x = randomTensor([2, 3, 2], 1);
    const both = drawn(
      read('Bidirectional', { layer: direction('sigmoid', false), backwardLayer: direction('relu', true) }),
      x,
    );
    const alone = [direction('sigmoid', false), direction('relu', true)].map(({ className, config }, i) => {
      const layer = drawn(read(className, config), x);
      layer.setWeights(both.getWeights().slice(3 * i, 3 * i + 3));
      return layer.apply(x) as Tensor;
    });
    expectClose(values(applied(both, x)), values(tf.concat(alone, 1)), 1e-6);
  });
});
