import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectedGradientLength } from '../../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../../src/active-learning/index.ts';
import { fgsm } from '../../../../src/attacks/index.ts';
import { quantize } from '../../../../src/compression/index.ts';
import type { Split } from '../../../../src/datasets/contract.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { cleverScore, evaluateCompression } from '../../../../src/evaluation/index.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { forwardBytes } from '../../../../src/models/network/batch-size.ts';
import { createRandom } from '../../../../src/random/index.ts';

const { layers, initializers } = tfl;
const size = 12;
const MiB = 2 ** 20;
let network: Network;
let split: Split;

beforeAll(async () => {
  await startEngine('wasm');
  const seeded = (seed: number) => ({ kernelInitializer: initializers.randomNormal({ seed, stddev: 0.1 }) });
  network = classifier(
    tfl.sequential({
      layers: [
        layers.conv2d({ inputShape: [128, 128, 1], filters: 128, kernelSize: 1, ...seeded(1) }),
        layers.reLU(),
        layers.reLU(),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 3, ...seeded(2) }),
      ],
    }),
  );
  const random = createRandom(3);
  const inputs = Float32Array.from({ length: size * 128 * 128 }, () => random.uniform());
  split = { inputs, itemShape: [128, 128, 1], labels: new Int32Array(size), size };
  split.labels.set(await network.predictions(split));
});

/** The most bytes that the engine holds during some work. */
async function peakOf(work: () => Promise<unknown>): Promise<number> {
  const engine = tf.engine();
  const before = tf.memory().numBytes;
  const runKernel = engine.runKernel.bind(engine);
  let most = 0;
  const watched = vi.spyOn(engine, 'runKernel').mockImplementation((...call) => {
    const result = runKernel(...call);
    most = Math.max(most, tf.memory().numBytes - before);
    return result;
  });
  try {
    await work();
  } finally {
    watched.mockRestore();
  }
  return most;
}

describe('memory of large networks', () => {
  test('24 MiB per input, so all inputs at once take more than the bound', () => {
    expect((forwardBytes(network.model) * size) / MiB).toBeGreaterThan(280);
  });

  test.each([
    ['predictions', () => network.predictions(split)],
    ['fgsm', () => fgsm.run(network, split, { epsilon: 0.01 })],
    ['CLEVER', () => cleverScore(network, split, { limit: 1, samples: 4, batches: 3 })],
    ['int8', () => evaluateCompression(network, split, quantize.int8({ calibration: split }))],
    [
      'expectedGradientLength',
      () => selectForRetraining(network, split, { acquisition: expectedGradientLength, budget: 2, seed: 1 }),
    ],
  ] as const)('stays below a bound in bytes for %s', async (_, work) => {
    const peak = await peakOf(work);
    expect(peak / MiB).toBeGreaterThan(50);
    expect(peak / MiB).toBeLessThan(330);
  });
});
