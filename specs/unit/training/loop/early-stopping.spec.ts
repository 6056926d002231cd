import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { watch } from '../../../../src/training/loop/early-stopping.ts';
import { standardTraining } from '../../../../src/training/index.ts';
import { sampleSplit } from '../../models/sample.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const build = () => networkOf(multilayerPerceptron.with({ hidden: [] })({ itemShape: [2], classes: 2, seed: 1 }));
const options = { patience: 2, minDelta: 0.01, restoreBest: true, heldOut: 0.1 };
const weightsOf = (value: number) => [new Float32Array(4).fill(value), new Float32Array(2).fill(value)];

describe('the watch', () => {
  test('stops after `patience` epochs without growth and restores the best weights', () => {
    const { model } = build();
    const watching = watch(model, options);
    const stops = [0.5, 0.6, 0.605, 0.7, 0.7, 0.705].map((accuracy, epoch) => {
      writeWeights(model, weightsOf(epoch));
      return watching.shouldStop(accuracy);
    });
    expect(stops).toEqual([false, false, false, false, false, true]);
    watching.restore();
    expect(readWeights(model)).toEqual(weightsOf(3));
  });

  test('keeps the last weights with restoreBest: false', () => {
    const { model } = build();
    const watching = watch(model, { ...options, restoreBest: false });
    [0.9, 0.1].forEach((accuracy, epoch) => {
      writeWeights(model, weightsOf(epoch));
      watching.shouldStop(accuracy);
    });
    watching.restore();
    expect(readWeights(model)).toEqual(weightsOf(1));
  });
});

describe('training with early stopping', () => {
  const split = sampleSplit({ itemShape: [4], size: 100 });
  const network = () => multilayerPerceptron.with({ hidden: [8] })({ itemShape: [4], classes: 3, seed: 1 });

  test('ends early with the accuracy of its best epoch', async () => {
    const classifier = network();
    const validation = sampleSplit({ itemShape: [4], size: 100, seed: 3 });
    const training = standardTraining({
      epochs: 200,
      batchSize: 20,
      learningRate: 0.05,
      earlyStopping: { patience: 2 },
    });
    const { validationAccuracy } = await training.fit(classifier, split, { random: createRandom(1), validation });
    expect(validationAccuracy.length).toBeLessThan(200);
    const predictions = await classifier.predictions(validation);
    const accuracy = predictions.filter((predicted, i) => predicted === validation.labels[i]).length / 100;
    expect(accuracy).toBe(Math.max(...validationAccuracy));
  });

  test('holds out a share without a validation split', async () => {
    const sizes: number[] = [];
    const training = standardTraining({ epochs: 1, batchSize: 1, earlyStopping: { heldOut: 0.3 } });
    const { validationAccuracy } = await training.fit(network(), split, {
      random: createRandom(1),
      progress: ({ total = 0 }) => sizes.push(total),
    });
    expect(sizes[0]).toBe(70);
    expect(validationAccuracy).toHaveLength(1);
    expect((validationAccuracy[0] * 30) % 1).toBeCloseTo(0, 9);
  });
});
