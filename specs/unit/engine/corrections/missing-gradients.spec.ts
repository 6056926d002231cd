import { beforeAll, describe, expect, test } from 'vitest';
import { pgd } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';
import { compared, expectGradientByDifferences, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from '../layers/gradients-of.ts';

const { layers } = tfl;
const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros', units: 3 } as const;
const recurrent = { simpleRNN: layers.simpleRNN, gru: layers.gru, lstm: layers.lstm };
const options = [
  {},
  { returnSequences: true },
  { goBackwards: true },
  { useBias: false },
  { activation: 'linear' as const },
];

/** Layers over a sequence of one step. */
const oneStep: [name: string, make: () => Layer, inputShape: number[]][] = [
  ...Object.entries(recurrent).flatMap(([name, make]) =>
    options.map((option): [string, () => Layer, number[]] => [
      `${name} ${JSON.stringify(option)}`,
      () => make({ ...zeros, ...option }),
      [2, 1, 4],
    ]),
  ),
  ...Object.entries(recurrent).map(([name, make]): [string, () => Layer, number[]] => [
    `bidirectional ${name}`,
    () => layers.bidirectional({ layer: make({ ...zeros, returnSequences: true }), mergeMode: 'concat' }),
    [2, 1, 4],
  ]),
  ['stacked cells', () => layers.rnn({ cell: [layers.gruCell(zeros), layers.lstmCell(zeros)] as never }), [2, 1, 4]],
  ['convLstm2d', () => layers.convLstm2d({ filters: 2, kernelSize: 2, ...zeros }), [1, 1, 3, 3, 2]],
  [
    'timeDistributed',
    () => layers.timeDistributed({ layer: layers.dense({ units: 3, kernelInitializer: 'zeros' }) }),
    [2, 1, 4],
  ],
];

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each(oneStep)('%s over one step has the gradient of its difference quotients', (_, make, inputShape) => {
    const layer = make();
    tf.tidy(() => {
      const x = randomTensor(inputShape, 1);
      layer.apply(x);
      layer.setWeights(layer.weights.map(({ shape }, i) => tf.mul(0.5, randomTensor(shape as number[], i + 2))));
      expectGradientByDifferences((v) => layer.apply(v) as Tensor, [x], 0.02);
      const gradients = outputAndGradients(make(), x, true, 3);
      expect(gradients.every((gradient) => gradient.dataSync().every(Number.isFinite))).toBe(true);
    });
    layer.dispose();
  });

  test('thresholdedReLU, transposed volumes and masks have the gradient of their difference quotients', () => {
    tf.tidy(() => {
      const threshold = layers.thresholdedReLU({ theta: 0.3 });
      const values = tf.tensor2d([-0.5, 0.1, 0.4, 0.9], [1, 4]);
      expectGradientByDifferences((v) => threshold.apply(v) as Tensor, [values], 0.05);
      const volumes = layers.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2, kernelInitializer: 'zeros' });
      const x = randomTensor([1, 2, 3, 2, 2], 1);
      volumes.apply(x);
      volumes.setWeights(volumes.weights.map(({ shape }, i) => randomTensor(shape as number[], i + 2)));
      expectGradientByDifferences((v) => volumes.apply(v) as Tensor, [x]);
      const filter = randomTensor([2, 2, 2, 2, 2], 5) as tf.Tensor5D;
      const ofFilter = (w: Tensor): Tensor =>
        tf.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, [1, 4, 6, 4, 2], 2, 'valid');
      expectGradientByDifferences(ofFilter, [filter]);
      tf.dispose(volumes.weights.map((weight) => weight.read()));
    });
  });
});

describe.each(Object.entries(recurrent))('a network of masking and %s', (_, make) => {
  test('has the gradient of its difference quotients, 0 at masked steps, is attacked and trained', async () => {
    await startEngine(compared);
    const model = tfl.sequential({
      layers: [
        layers.masking({ inputShape: [4, 2], maskValue: 0 }),
        make(zeros),
        layers.dense({ units: 2, kernelInitializer: 'zeros' }),
      ],
    });
    model.setWeights(model.getWeights().map((weight, i) => randomTensor(weight.shape, i + 1)));
    const network = classifier(model);
    const inputs = Float32Array.from({ length: 48 }, (_value, i) => (i % 8 < 2 ? 0 : 0.2 + ((i * 37) % 17) / 40));
    const split = { inputs, itemShape: [4, 2], labels: Int32Array.from([0, 1, 0, 1, 1, 0]), size: 6 };
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const x = tf.tensor3d(inputs.slice(0, 8), [1, 4, 2]);
      const slope = tf.grad((v: Tensor) => tf.sum(network.logits(v)))(x);
      expect([...slope.dataSync().subarray(0, 2)]).toEqual([0, 0]);
      const steps = tf.slice(x, [0, 1, 0], [1, 3, 2]);
      expectGradientByDifferences((v) => network.logits(tf.concat([tf.zeros([1, 1, 2]), v], 1)), [steps], 0.02);
    });
    const { adversarial } = await pgd.run(network, split, { epsilon: 0.1, seed: 1 });
    expect(adversarial).not.toEqual(inputs);
    const { loss } = await standardTraining({ epochs: 3, learningRate: 0.05 }).fit(network, split, {
      random: createRandom(1),
    });
    expect(loss[2]).toBeLessThan(loss[0]);
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });
});

/** The three largest values of each row, which TensorFlow.js computes without a gradient. */
class Largest extends tfl.layers.Layer {
  static readonly className = 'Largest';
  override computeOutputShape(): (number | null)[] {
    return [null, 3];
  }
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.topk([inputs].flat()[0], 3).values;
  }
}

test('training and attacks refuse a layer without a gradient in the same way', async () => {
  await startEngine(compared);
  const model = tfl.sequential({
    layers: [
      layers.conv2d({ inputShape: [4, 4, 1], filters: 2, kernelSize: 1, kernelInitializer: 'ones' }),
      layers.flatten(),
      new Largest({}),
      layers.dense({ units: 2, kernelInitializer: 'ones' }),
    ],
  });
  const network = classifier(model, { name: 'largest' });
  const split = {
    inputs: new Float32Array(64).fill(0.5),
    itemShape: [4, 4, 1],
    labels: Int32Array.of(0, 1, 0, 1),
    size: 4,
  };
  const training = standardTraining({ epochs: 1 }).fit(network, split, { random: createRandom(1) });
  await expect(training).rejects.toThrow(
    '"largest" has no gradient with respect to its weights: Cannot compute gradient',
  );
  const attack = pgd.run(network, split, { epsilon: 0.1, seed: 1 });
  await expect(attack).rejects.toThrow('"largest" has no gradient with respect to its input: Cannot compute gradient');
  network.dispose();
});
