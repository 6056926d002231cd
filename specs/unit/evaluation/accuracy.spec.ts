import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidModelError } from '../../../src/errors.ts';
import { evaluateAccuracy } from '../../../src/evaluation/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { writeWeights } from '../../../src/models/network/weights.ts';
import { wilson } from '../../../src/statistics/index.ts';
import { sampleSplit } from '../models/sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

/** A classifier that predicts class 1 if the first value is above one half. */
function threshold() {
  const classifier = networkOf(multilayerPerceptron.with({ hidden: [] })({ itemShape: [2], classes: 2, seed: 1 }));
  writeWeights(classifier.model, [Float32Array.of(0, 1, 0, 0), Float32Array.of(0.5, 0)]);
  return classifier;
}

test('evaluateAccuracy returns the share of correct predictions, its interval and everything to repeat it', async () => {
  const split = sampleSplit({ itemShape: [2], size: 50, classes: 2 });
  split.labels.set(split.labels.subarray(0, 5).map((label) => 1 - label));
  const before = tf.memory().numTensors;
  const classifier = threshold();
  const measurement = await evaluateAccuracy(classifier, split, { seed: 9 });
  classifier.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(measurement).toEqual({
    kind: 'accuracy',
    subject: 'multilayerPerceptron',
    parameters: {},
    value: 0.9,
    inputs: 50,
    interval: wilson(45, 50),
    seconds: expect.any(Number),
    seed: 9,
    engine: expect.stringMatching(/^wasm 4\./),
    confusion: {
      classes: ['0', '1'],
      counts: [
        [21, 5],
        [0, 24],
      ],
    },
  });
  expect(JSON.parse(JSON.stringify(measurement))).toEqual(measurement);
});

test('evaluateAccuracy rejects a split that it cannot use', async () => {
  const split = sampleSplit({ itemShape: [2], size: 5, classes: 2 });
  await expect(evaluateAccuracy(threshold(), { ...split, labels: Int32Array.of(0, 1, 2, 0, 1) })).rejects.toThrow(
    InvalidDataError,
  );
  const empty = { ...split, inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 };
  await expect(evaluateAccuracy(threshold(), empty)).rejects.toThrow('is empty');
});

test('evaluateAccuracy rejects a model whose predictions are no function', async () => {
  const model = { predict: () => ({ labels: new Int32Array(1) }), predictions: 'toString' };
  const one = { inputs: Float32Array.of(0), itemShape: [1], labels: Int32Array.of(0), size: 1 };
  await expect(evaluateAccuracy(model as never, one)).rejects.toThrow(
    "evaluateAccuracy: predictions of the model is 'toString'.",
  );
});

test('refuses a classifier without the shape of its items', async () => {
  const split = sampleSplit({ itemShape: [2], size: 4, classes: 2 });
  const classifier = threshold();
  const { itemShape: _, ...shapeless } = classifier;
  await expect(evaluateAccuracy(shapeless as never, split)).rejects.toThrow(InvalidModelError);
  classifier.dispose();
});
