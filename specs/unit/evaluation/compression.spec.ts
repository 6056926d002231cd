import { beforeAll, expect, test } from 'vitest';
import { compress, prune, pruneNeurons, quantize } from '../../../src/compression/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import {
  evaluateAccuracy,
  evaluateCompressedRobustness,
  evaluateCompression,
  evaluateCompressions,
} from '../../../src/evaluation/index.ts';
import { fgsm } from '../../../src/attacks/index.ts';
import { leNet5, multilayerPerceptron } from '../../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../../src/models/network/weights.ts';
import { createRandom } from '../../../src/random/index.ts';
import { settings } from '../../../src/settings.ts';
import { wilson } from '../../../src/statistics/index.ts';
import { standardTraining } from '../../../src/training/index.ts';
import { sampleSplit } from '../models/sample.ts';
import type { Network } from '../../../src/models/network/contract.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { classifier } from '../../../src/models/index.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const nonZero = ({ model }: Network) =>
  readWeights(model)
    .flatMap((values) => [...values])
    .filter(Boolean).length;

test('evaluateCompression measures accuracy before and after, agreement and size', async () => {
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
    parameters: { bits: 2, scheme: 'linear', granularity: 'channel', biases: true },
    value: after,
    inputs: 150,
    interval: wilson(Math.round(after * 150), 150),
    seconds: expect.any(Number),
    seed: settings().seed,
    engine: expect.stringMatching(/^wasm/),
    compression: 'quantize(2)',
    accuracyBefore: (await evaluateAccuracy(classifier, split)).value,
    accuracyAfter: after,
    lost: plain.filter((predicted, i) => predicted === split.labels[i] && reduced[i] !== predicted).length,
    gained: plain.filter((predicted, i) => predicted !== split.labels[i] && reduced[i] === split.labels[i]).length,
    change: expect.closeTo(100 * (after - measurement.accuracyBefore), 9),
    agreement: plain.filter((predicted, i) => predicted === reduced[i]).length / 150,
    bytesBefore: 4 * 131,
    bytesAfter,
    nonZeroBefore: nonZero(networkOf(classifier)),
    nonZeroAfter: measurement.steps[0].nonZero,
    multiplyAddsBefore: 4 * 16 + 16 * 3,
    multiplyAddsAfter: 4 * 16 + 16 * 3,
    steps: [{ compression: 'quantize(2)', accuracy: after, bytes: bytesAfter, nonZero: expect.any(Number) }],
  });
  expect(bytesAfter).toBeLessThan(4 * 131);
});

test('evaluateCompressions measures each compression as if it were alone, and each step of a composition', async () => {
  const split = sampleSplit({ itemShape: [4], size: 60 });
  const classifier = multilayerPerceptron.with({ hidden: [16] })({ itemShape: [4], classes: 3, seed: 1 });
  const list = [quantize(3), prune(0.5), compress(prune(0.5), quantize(3))];
  const before = tf.memory().numTensors;
  const measured = await evaluateCompressions(classifier, split, list);
  expect(tf.memory().numTensors).toBe(before);
  const alone = [];
  for (const compression of list) alone.push(await evaluateCompression(classifier, split, compression));
  const timeless = (measurements: object[]) => measurements.map((measurement) => ({ ...measurement, seconds: 0 }));
  expect(timeless(measured)).toEqual(timeless(alone));

  const [, pruned, both] = measured;
  expect(both.steps.map(({ compression }) => compression)).toEqual(['prune(0.5)', 'quantize(3)']);
  expect(both.steps[0]).toEqual(pruned.steps[0]);
  expect(both.steps[1]).toMatchObject({ accuracy: both.accuracyAfter, bytes: both.bytesAfter });
  expect(pruned.nonZeroAfter).toBe(56); // half of 64 + 48 kernel values; the biases of a fresh network are zero
  expect(both.bytesAfter).toBeLessThan(Math.min(pruned.bytesAfter, measured[0].bytesAfter));
  expect(both.bytesBefore).toBe(4 * 131);
});

test('evaluateCompression counts the multiply-adds of the layers: fewer with removed neurons, not with zeros', async () => {
  const split = sampleSplit({ itemShape: [28, 28, 1], size: 8, classes: 10 });
  const classifier = leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
  const [zeros, removed, none] = await evaluateCompressions(classifier, split, [
    pruneNeurons(0.5, split, { keepShape: true }),
    pruneNeurons(0.5, split),
    compress(quantize(16)),
  ]);
  const full = 784 * 25 * 6 + 100 * 25 * 6 * 16 + 400 * 120 + 120 * 84 + 84 * 10;
  const half = 784 * 25 * 3 + 100 * 25 * 3 * 8 + 200 * 60 + 60 * 42 + 42 * 10;
  expect([none.multiplyAddsBefore, none.multiplyAddsAfter, zeros.multiplyAddsAfter]).toEqual([full, full, full]);
  expect(removed.multiplyAddsAfter).toBe(half);
  expect(removed.accuracyAfter).toBe(zeros.accuracyAfter);
  expect(removed.nonZeroAfter).toBe(zeros.nonZeroAfter);
  expect(removed.bytesAfter).toBeLessThan(zeros.bytesAfter);
  classifier.dispose();
});

test('evaluateCompression measures networks with wrapped, bidirectional, stacked and shared layers', async () => {
  const { bidirectional, dense, flatten, gru, gruCell, lstm, lstmCell, rnn, stackedRNNCells, timeDistributed } =
    tfl.layers;
  const zeros = { kernelInitializer: 'zeros' } as const;
  const recurrent = { ...zeros, recurrentInitializer: 'zeros', biasInitializer: 'zeros' } as const;
  const wrapped = timeDistributed({ layer: dense({ units: 4, activation: 'relu', ...zeros }) });
  const cells = [lstmCell({ units: 3, ...recurrent }), gruCell({ units: 4, ...recurrent })];
  const shared = dense({ units: 4, activation: 'relu', ...zeros });
  const split = sampleSplit({ itemShape: [5, 4], size: 20 });
  for (const layers of [
    [bidirectional({ layer: lstm({ units: 3, ...recurrent }) as never, mergeMode: 'concat' })],
    [wrapped, bidirectional({ layer: gru({ units: 3, ...recurrent }) as never, mergeMode: 'sum' })],
    [rnn({ cell: stackedRNNCells({ cells }) as never })],
    [shared, shared, flatten()],
  ]) {
    const x = tfl.input({ shape: [5, 4] });
    const apply = (h: typeof x, layer: (typeof layers)[number]) => layer.apply(h) as typeof x;
    const model = tfl.model({ inputs: x, outputs: [...layers, dense({ units: 3, ...zeros })].reduce(apply, x) });
    const random = createRandom(1);
    writeWeights(
      model,
      readWeights(model).map((values) => values.map(() => random.normal())),
    );
    const compressions = [
      quantize(8),
      quantize(4, { scheme: 'kmeans' }),
      quantize.int8({ calibration: split }),
      prune(0.5),
    ];
    const measurements = await evaluateCompressions(classifier(model), split, compressions);
    expect(measurements[0].agreement).toBeGreaterThan(0.8);
    for (const measurement of measurements) {
      expect(measurement.bytesAfter).toBeLessThan(measurement.bytesBefore);
      expect(measurement.multiplyAddsAfter).toBe(measurement.multiplyAddsBefore);
      expect(measurement.multiplyAddsBefore).toBeGreaterThan(0);
    }
  }
});

test.each([[undefined], [{ bytesBefore: 4, bytesAfter: 2 }], [{ classifier: {}, bytesBefore: 4, bytesAfter: 2 }]])(
  'a compression that returns %o is refused',
  async (result) => {
    const network = multilayerPerceptron({ itemShape: [4], classes: 3, seed: 1 });
    const own = { name: 'own()', options: {}, compress: () => result as never };
    const split = sampleSplit({ itemShape: [4], size: 6 });
    await expect(evaluateCompression(network, split, own)).rejects.toThrow('own(): compress returned');
    const robustness = evaluateCompressedRobustness(network, split, own, fgsm, { epsilon: 0.1 });
    await expect(robustness).rejects.toThrow('own(): compress returned');
  },
);
