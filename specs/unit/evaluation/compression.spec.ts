import { beforeAll, expect, test } from 'vitest';
import { quantize } from '../../../src/compression/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { evaluateAccuracy, evaluateCompression } from '../../../src/evaluation/index.ts';
import { multilayerPerceptron } from '../../../src/models/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { settings } from '../../../src/settings.ts';
import { wilson } from '../../../src/statistics/index.ts';
import { standardTraining } from '../../../src/training/index.ts';
import { sampleSplit } from '../models/sample.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

test('a compression is measured by accuracy before and after, agreement and size', async () => {
  const split = sampleSplit({ itemShape: [4], size: 150 });
  const classifier = multilayerPerceptron.with({ hidden: [16] })({ itemShape: [4], classes: 3, seed: 1 });
  await standardTraining({ epochs: 20, batchSize: 10, learningRate: 0.02 }).fit(classifier, split, {
    random: createRandom(1),
  });
  const before = tf.memory().numTensors;

  const measurement = await evaluateCompression(classifier, split, quantize(2));
  const { classifier: compressed, bytesAfter } = quantize(2).compress(classifier);
  const [plain, reduced] = [await classifier.predictions(split), await compressed.predictions(split)];
  const after = (await evaluateAccuracy(compressed, split)).value;
  compressed.dispose();

  expect(tf.memory().numTensors).toBe(before);
  expect(after).toBeLessThan((await evaluateAccuracy(classifier, split)).value);
  expect(measurement).toEqual({
    kind: 'compression',
    subject: 'multilayerPerceptron',
    parameters: { bits: 2, biases: true },
    value: after,
    inputs: 150,
    interval: wilson(Math.round(after * 150), 150),
    seconds: expect.any(Number),
    seed: settings().seed,
    engine: expect.stringMatching(/^wasm/),
    compression: 'quantize(2)',
    accuracyBefore: (await evaluateAccuracy(classifier, split)).value,
    accuracyAfter: after,
    agreement: plain.filter((predicted, i) => predicted === reduced[i]).length / 150,
    bytesBefore: 4 * 131,
    bytesAfter,
  });
  expect(bytesAfter).toBeLessThan(4 * 131);
});
