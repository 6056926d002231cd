import { beforeAll, describe, expect, test } from 'vitest';
import { fgsm } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier, type Classifier } from '../../../../src/models/index.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { adversarialTraining, standardTraining, type Training } from '../../../../src/training/index.ts';
import { compared, expectClose, randomTensor } from '../../engine/both-engines.ts';
import { sampleSplit } from '../../models/sample.ts';

const { constraints, layers, regularizers } = tfl;
const split = sampleSplit({ itemShape: [4], size: 12 });
const sequences = sampleSplit({ itemShape: [2, 4], size: 12 });
const zeros = { kernelInitializer: 'zeros' } as const;

beforeAll(() => startEngine(compared).then(() => undefined));

/** A network with fixed weights that ends in three logits. */
function networkOf(itemShape: number[], ...inner: Layer[]): Network {
  const model = tfl.sequential({
    layers: [layers.inputLayer({ inputShape: itemShape }), ...inner, layers.dense({ units: 3, ...zeros })],
  });
  model.setWeights(model.getWeights().map((weight, i) => randomTensor(weight.shape, i + 1)));
  return classifier(model);
}

const oneStep = standardTraining({ epochs: 1, batchSize: 12, learningRate: 0.1 });
const fit = (training: Training, network: Classifier, data = split) =>
  training.fit(network, data, { random: createRandom(1) });

describe('a constraint', () => {
  test.each([
    ['maxNorm', constraints.maxNorm({ maxValue: 0.5 })],
    ['nonNeg', constraints.nonNeg()],
    ['unitNorm', constraints.unitNorm({})],
    ['minMaxNorm', constraints.minMaxNorm({ minValue: 0.2, maxValue: 0.4 })],
  ])('%s projects kernel and bias after each step of Adam', async (_, constraint) => {
    const rules = { kernelConstraint: constraint, biasConstraint: constraint };
    const [free, bound] = [{}, rules].map((option) => networkOf([4], layers.dense({ units: 5, ...zeros, ...option })));
    await fit(oneStep, free);
    await fit(oneStep, bound);
    const [expected, actual] = [free, bound].map(({ model }) => readWeights(model));
    tf.tidy(() => {
      const projected = [tf.tensor2d(expected[0], [4, 5]), tf.tensor1d(expected[1])].map((w) =>
        constraint.apply(w).dataSync(),
      );
      expectClose([...actual[0]], [...projected[0]], 1e-6);
      expectClose([...actual[1]], [...projected[1]], 1e-6);
    });
    expect(actual.slice(2)).toEqual(expected.slice(2));
    free.dispose();
    bound.dispose();
  });

  test('holds after adversarial training, inside wrappers and recurrent layers too', async () => {
    const nonNeg = { kernelConstraint: constraints.nonNeg() };
    const network = networkOf(
      [2, 4],
      layers.timeDistributed({ layer: layers.dense({ units: 3, ...zeros, ...nonNeg }) }),
      layers.bidirectional({
        layer: layers.lstm({ units: 2, recurrentInitializer: 'zeros', ...zeros, ...nonNeg }) as never,
        mergeMode: 'concat',
      }),
    );
    await fit(adversarialTraining(fgsm, 0.1, { epochs: 2, batchSize: 5, learningRate: 0.1 }), network, sequences);
    const kernels = network.model.weights.flatMap(({ originalName }, i) =>
      /(^|\/)kernel$/.test(originalName) ? [i] : [],
    );
    const values = readWeights(network.model);
    expect(kernels).toHaveLength(4);
    for (const i of kernels.slice(0, 3)) expect(Math.min(...values[i])).toBeGreaterThanOrEqual(0);
    network.dispose();
  });
});

describe('a regularizer', () => {
  const penalty = { l1: 0.3, l2: 0.2 };
  const sum = (values: Float32Array[]): number =>
    values.reduce(
      (total, w) => w.reduce((part, value) => part + penalty.l1 * Math.abs(value) + penalty.l2 * value ** 2, total),
      0,
    );

  test.each<[string, () => Layer[], number[], typeof split]>([
    ['dense', () => [layers.dense({ units: 5, ...zeros, kernelRegularizer: regularizers.l1l2(penalty) })], [0], split],
    [
      'the bias of dense',
      () => [layers.dense({ units: 5, ...zeros, biasRegularizer: regularizers.l1l2(penalty) })],
      [1],
      split,
    ],
    [
      'timeDistributed',
      () => [
        layers.timeDistributed({
          layer: layers.dense({ units: 5, ...zeros, kernelRegularizer: regularizers.l1l2(penalty) }),
        }),
        layers.flatten(),
      ],
      [0],
      sequences,
    ],
    [
      'lstm',
      () => [
        layers.lstm({
          ...{ units: 2, ...zeros, recurrentInitializer: 'zeros' },
          ...{ kernelRegularizer: regularizers.l1l2(penalty), recurrentRegularizer: regularizers.l1l2(penalty) },
        }),
      ],
      [0, 1],
      sequences,
    ],
    [
      'bidirectional',
      () => [
        layers.bidirectional({
          layer: layers.simpleRNN({
            units: 2,
            ...zeros,
            recurrentInitializer: 'zeros',
            kernelRegularizer: regularizers.l1l2(penalty),
          }) as never,
          mergeMode: 'concat',
        }),
      ],
      [0, 3],
      sequences,
    ],
  ])('of %s adds its penalty to the loss', async (_, make, penalised, data) => {
    const network = networkOf([...data.itemShape], ...make());
    const plain = networkOf([...data.itemShape], ...make());
    const before = readWeights(network.model);
    const tensors = tf.memory().numTensors;
    const { loss } = await fit(oneStep, network, data);
    expect(tf.memory().numTensors).toBe(tensors);
    const probabilities = await plain.probabilities(data);
    const crossEntropy =
      data.labels.reduce((total, label, i) => total - Math.log(probabilities.data[i * 3 + label]), 0) / data.size;
    expect(loss[0]).toBeCloseTo(crossEntropy + sum(penalised.map((i) => before[i])), 4);
    network.dispose();
    plain.dispose();
  });

  test('shrinks the weights, as its gradient is part of a step', async () => {
    const [free, bound] = [{}, { kernelRegularizer: regularizers.l2({ l2: 10 }) }].map((option) =>
      networkOf([4], layers.dense({ units: 5, ...zeros, ...option })),
    );
    const training = standardTraining({ epochs: 20, batchSize: 12, learningRate: 0.05 });
    await fit(training, free);
    await fit(training, bound);
    const norm = ({ model }: Network): number => Math.hypot(...readWeights(model)[0]);
    expect(norm(bound)).toBeLessThan(0.3 * norm(free));
    free.dispose();
    bound.dispose();
  });

  test('of the activity inside a wrapper is refused, because TensorFlow.js ignores it', async () => {
    const inner = layers.dense({ units: 3, ...zeros, activityRegularizer: 'l1l2' });
    const network = networkOf([2, 4], layers.timeDistributed({ layer: inner }), layers.flatten());
    await expect(fit(oneStep, network, sequences)).rejects.toThrow(InvalidModelError);
    await expect(fit(oneStep, network, sequences)).rejects.toThrow('has an activity regularizer.');
    network.dispose();
  });
});
