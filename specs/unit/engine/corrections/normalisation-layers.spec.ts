import { beforeAll, describe, expect, test } from 'vitest';
import { pgd } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';
import { compared, expectClose, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

const options = [{ scale: false }, { center: false }, { scale: false, center: false }];
const kinds: [string, (shape: object) => Layer][] = [
  ['batchNormalization', (shape) => tfl.layers.batchNormalization(shape)],
  ['batchNormalization over axis 1', (shape) => tfl.layers.batchNormalization({ axis: 1, ...shape })],
  ['layerNormalization', (shape) => tfl.layers.layerNormalization(shape)],
];
const cases = kinds.flatMap(([name, make]) => options.map((option) => [name, option, make] as const));
const apply = (layer: Layer, x: Tensor, training = false): Tensor => layer.apply(x, { training }) as Tensor;

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each(cases)('%s with %j has the gradient of its differences', (_, option, make) => {
    const layer = make(option);
    tf.tidy(() => {
      const x = randomTensor([3, 4, 5], 7);
      apply(layer, x); // builds the layer
      expectGradientByDifferences((v) => apply(layer, v), [x], 0.01);
    });
    layer.dispose();
  });

  test.each(cases)('%s with %j equals the layer with a scale of 1 and an offset of 0', (_, option, make) => {
    const [without, whole] = [make(option), make({})];
    tf.tidy(() => {
      const x = randomTensor([3, 4, 5], 8);
      for (const training of [false, true]) {
        expectClose([...apply(without, x, training).dataSync()], [...apply(whole, x, training).dataSync()], 1e-6);
      }
    });
    without.dispose();
    whole.dispose();
  });

  test('normalises the channels of a volume as layer normalisation normalises those of an image', () => {
    const layer = tfl.layers.layerNormalization({});
    tf.tidy(() => {
      const x = randomTensor([2, 3, 2, 2, 4], 1);
      layer.apply(tfl.input({ shape: x.shape.slice(1) }));
      layer.setWeights([randomTensor([4], 2), randomTensor([4], 3)]);
      const volumes = (layer.apply(x) as Tensor).dataSync();
      const [gamma, beta] = layer.getWeights();
      const { mean, variance } = tf.moments(x, 4, true);
      const rows = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
      const expected = tf.add(tf.mul(rows, gamma), beta).dataSync();
      volumes.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
      expectGradientByDifferences((v) => layer.apply(v) as Tensor, [x], 0.005);
    });
    layer.dispose();
  });

  test.each([-1, 1])('normalises volumes over axis %i as the same values in a row', (axis) => {
    const [volumes, vectors] = [tfl.layers.batchNormalization({ axis }), tfl.layers.batchNormalization({})];
    tf.tidy(() => {
      const x = randomTensor([2, 3, 2, 2, 3], 9);
      const order = axis === 1 ? [0, 2, 3, 4, 1] : [0, 1, 2, 3, 4];
      for (const training of [false, true]) {
        const expected = apply(vectors, tf.reshape(tf.transpose(x, order), [-1, 3]), training);
        const actual = tf.transpose(apply(volumes, x, training), order);
        expectClose([...actual.dataSync()], [...expected.dataSync()], 1e-6);
      }
      expectGradientByDifferences((v) => apply(volumes, v), [x], 0.05);
    });
    volumes.dispose();
    vectors.dispose();
  });
});

test.each(options)(
  'a network with batch normalisation of %j is trained and attacked, and leaks no tensor',
  async (option) => {
    await startEngine(compared);
    const zeros = { kernelInitializer: 'zeros' } as const;
    const layers = [
      tfl.layers.dense({ units: 6, inputShape: [4], ...zeros }),
      tfl.layers.batchNormalization(option),
      tfl.layers.activation({ activation: 'tanh' }),
      tfl.layers.dense({ units: 3, ...zeros }),
    ];
    const model = tfl.sequential({ layers });
    model.setWeights(model.getWeights().map((weight, i) => tf.add(randomTensor(weight.shape, i), 1.5)));
    const network = classifier(model);
    const inputs = Float32Array.from({ length: 40 }, (_, i) => ((i * 37) % 17) / 17);
    const split = { inputs, itemShape: [4], labels: Int32Array.from({ length: 10 }, (_, i) => i % 3), size: 10 };
    const before = tf.memory().numTensors;
    const { loss } = await standardTraining({ epochs: 2 }).fit(network, split, { random: createRandom(1) });
    const labels = await network.predictions(split);
    const { correct } = await pgd.run(network, { ...split, labels }, { epsilon: 0.1, seed: 1 });
    expect(loss[1]).toBeLessThan(loss[0]);
    expect(correct).toEqual(new Uint8Array(10).fill(1));
    expect(tf.memory().numTensors).toBe(before);
  },
);
