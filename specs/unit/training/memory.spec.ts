import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import { type Classifier, classifier } from '../../../src/models/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { standardTraining } from '../../../src/training/index.ts';

beforeAll(() => startEngine().then(() => undefined));

function splitOf(itemShape: number[], size: number): Split {
  const random = createRandom(1);
  const inputs = Float32Array.from({ length: size * tf.util.sizeFromShape(itemShape) }, () => random.uniform());
  return { inputs, itemShape, size, labels: Int32Array.from({ length: size }, () => random.integer(3)) };
}

/** A small network with convolution, normalisation, pooling, recurrent and dense layers. */
function everyKind(): Classifier {
  const { layers } = tfl;
  const initialised = { kernelInitializer: tfl.initializers.heUniform({ seed: 1 }) };
  const network = [
    layers.conv2d({ inputShape: [6, 6, 1], filters: 2, kernelSize: 3, ...initialised }),
    layers.batchNormalization(),
    layers.reLU(),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.reshape({ targetShape: [2, 4] }),
    layers.lstm({ units: 3, ...initialised, recurrentInitializer: tfl.initializers.heUniform({ seed: 2 }) }),
    layers.dense({ units: 3, ...initialised }),
  ];
  return classifier(tfl.sequential({ layers: network }));
}

describe('training', () => {
  test('leaks no tensor and needs constant memory over 240 steps', async () => {
    const network = everyKind();
    const before = tf.memory().numTensors;
    const bytes: number[] = [];
    const tensors = new Set<number>();
    await standardTraining({ epochs: 30, batchSize: 2 }).fit(network, splitOf([6, 6, 1], 16), {
      random: createRandom(1),
      afterStep() {
        bytes.push(tf.memory().numBytes);
        tensors.add(tf.memory().numTensors);
      },
    });
    expect(bytes).toHaveLength(240);
    expect(tensors.size).toBe(1);
    expect(new Set(bytes).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });

  test('never holds the whole data set on the engine, nor does predicting', async () => {
    const itemShape = [64, 64, 1];
    const split = splitOf(itemShape, 2000);
    const network = multilayerPerceptron({ itemShape, classes: 3, seed: 1 });
    const before = tf.memory().numBytes;
    let most = 0;
    const engine = tf.engine();
    const runKernel = engine.runKernel.bind(engine);
    const watched = vi.spyOn(engine, 'runKernel').mockImplementation((...call) => {
      most = Math.max(most, tf.memory().numBytes - before);
      return runKernel(...call);
    });
    await standardTraining({ epochs: 1, batchSize: 100 }).fit(network, split, { random: createRandom(1) });
    const training = most;
    most = 0;
    await network.probabilities(split);
    watched.mockRestore();
    expect(training).toBeGreaterThan(0);
    expect(training).toBeLessThan(split.inputs.byteLength / 2);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(split.inputs.byteLength / 2); // every view of a batch counts as a separate tensor
    network.dispose();
  });
});
