import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidModelError, NumericalError } from '../../../../src/errors.ts';
import { leNet1, multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import type { ProgressEvent } from '../../../../src/progress.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';
import { sampleSplit } from '../../models/sample.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const perceptron = multilayerPerceptron.with({ hidden: [16], dropout: 0.2 });
const build = () => perceptron({ itemShape: [4], classes: 3, seed: 1 });
const split = sampleSplit({ itemShape: [4], size: 120 });
const quick = { epochs: 3, batchSize: 50 };

describe('training', () => {
  test('reduces the loss and reaches a high accuracy', async () => {
    const classifier = build();
    const { loss, validationAccuracy } = await standardTraining({ epochs: 30, batchSize: 10, learningRate: 0.01 }).fit(
      classifier,
      split,
      {
        random: createRandom(1),
        validation: sampleSplit({ itemShape: [4], size: 200, seed: 2 }),
      },
    );
    expect(loss).toHaveLength(30);
    expect(loss[29]).toBeLessThan(loss[0] / 2);
    expect(validationAccuracy[29]).toBeGreaterThan(0.85);
  });

  test.each([
    ['with dropout', build, split],
    [
      'of convolutions',
      () => leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 }),
      sampleSplit({ itemShape: [16, 16, 1], size: 60 }),
    ],
  ])('%s gives bit-identical weights for equal seeds, other weights for other seeds', async (_, model, data) => {
    const train = async (seed: number): Promise<Float32Array[]> => {
      const classifier = model();
      await standardTraining(quick).fit(classifier, data, { random: createRandom(seed) });
      return readWeights(networkOf(classifier).model);
    };
    const weights = await train(5);
    expect(await train(5)).toEqual(weights);
    expect(await train(6)).not.toEqual(weights);
  });

  test('waits for what is called after a step, and ends with its error', async () => {
    let waiting = 0;
    const afterStep = async (): Promise<void> => {
      expect(++waiting).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      waiting--;
    };
    await standardTraining(quick).fit(build(), split, { random: createRandom(5), afterStep });
    const fails = () => Promise.reject(new Error('no space'));
    await expect(
      standardTraining(quick).fit(build(), split, { random: createRandom(5), afterStep: fails }),
    ).rejects.toThrow('no space');
  });

  test('depends only on the seed of its random, not on earlier draws from it', async () => {
    const [fresh, used] = [createRandom(5), createRandom(5)];
    used.uniform();
    const [a, b] = [build(), build()];
    await standardTraining(quick).fit(a, split, { random: fresh });
    await standardTraining(quick).fit(b, split, { random: used });
    expect(readWeights(networkOf(b).model)).toEqual(readWeights(networkOf(a).model));
  });

  test('leaks no tensor', async () => {
    const classifier = leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 });
    const before = tf.memory();
    const images = sampleSplit({ itemShape: [16, 16, 1], size: 60 });
    await standardTraining({ ...quick, earlyStopping: { patience: 1 } }).fit(classifier, images, {
      random: createRandom(1),
    });
    expect(tf.memory()).toEqual(before);
  });

  test('reports every batch and does not block the event loop', async () => {
    const events: ProgressEvent[] = [];
    let turns = 0;
    const ticks = setInterval(() => turns++, 0);
    await standardTraining({ epochs: 2, batchSize: 50 }).fit(build(), split, {
      random: createRandom(1),
      validation: split,
      progress: (event) => events.push(event),
    });
    clearInterval(ticks);
    expect(events.map(({ epoch, done }) => [epoch, done])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 4],
      [2, 5],
      [2, 6],
    ]);
    expect(events[0]).toMatchObject({
      task: 'train',
      epochs: 2,
      total: 6,
      loss: expect.any(Number),
      accuracy: undefined,
    });
    expect(events[5]).toMatchObject({ accuracy: expect.any(Number), secondsLeft: 0 });
    expect(turns).toBeGreaterThan(1);
  });
});

describe('training rejects', () => {
  test('an empty, mislabelled or broken split', async () => {
    const fit = (changes: object) =>
      standardTraining(quick).fit(build(), { ...split, ...changes }, { random: createRandom(1) });
    await expect(fit({ inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 })).rejects.toThrow(
      'The training split is empty.',
    );
    await expect(fit({ labels: new Int32Array(120).fill(3) })).rejects.toThrow(InvalidDataError);
    await expect(fit({ inputs: new Float32Array(480).fill(Number.NaN) })).rejects.toThrow('contains NaN');
  });

  test('a loss that is not finite, and keeps the weights', async () => {
    const classifier = { ...build(), inputRange: [-Infinity, Infinity] } as const;
    const before = { weights: readWeights(networkOf(classifier).model), tensors: tf.memory().numTensors };
    const huge = { ...split, inputs: new Float32Array(480).fill(3e38) };
    const error: unknown = await standardTraining(quick)
      .fit(classifier, huge, { random: createRandom(1) })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NumericalError);
    expect((error as Error).message).toMatch(
      /^The loss of "multilayerPerceptron" became (NaN|Infinity) in epoch 1\.\nExpected a finite loss\./,
    );
    expect(readWeights(networkOf(classifier).model)).toEqual(before.weights);
    expect(tf.memory().numTensors).toBe(before.tensors);
  });

  test('a model without trainable weights', async () => {
    const classifier = build();
    for (const layer of networkOf(classifier).model.layers) layer.trainable = false;
    await expect(standardTraining(quick).fit(classifier, split, { random: createRandom(1) })).rejects.toThrow(
      InvalidModelError,
    );
  });
});
