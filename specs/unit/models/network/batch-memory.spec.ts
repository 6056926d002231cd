import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectedGradientLength } from '../../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../../src/active-learning/index.ts';
import { deepFool, fgsm } from '../../../../src/attacks/index.ts';
import { batchSizeOf } from '../../../../src/attacks/frame/batches.ts';
import { quantize } from '../../../../src/compression/index.ts';
import type { Split } from '../../../../src/datasets/contract.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { cleverScore, evaluateCompression } from '../../../../src/evaluation/index.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { forwardBytes, gradientBytes } from '../../../../src/models/network/batch-size.ts';
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
    ['predict', () => network.predict(split.inputs as Float32Array, size)],
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

describe('memory of gradients', () => {
  const initializer = (seed: number) => initializers.randomNormal({ seed, stddev: 0.1 });

  /** The blocks of a MobileNetV2 of images of 32 × 32: wide 1 × 1, depthwise, narrow 1 × 1. */
  function mobileNetwork(classes: number): { blocks: Network; images: Split } {
    const block = (seed: number, first: object) => [
      layers.conv2d({ ...first, filters: 48, kernelSize: 1, kernelInitializer: initializer(seed) }),
      layers.reLU({ maxValue: 6 }),
      layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthwiseInitializer: initializer(seed + 1) }),
      layers.reLU({ maxValue: 6 }),
      layers.conv2d({ filters: 8, kernelSize: 1, kernelInitializer: initializer(seed + 2) }),
    ];
    const blocks = classifier(
      tfl.sequential({
        layers: [
          ...[...block(1, { inputShape: [32, 32, 3] }), ...block(4, {}), ...block(7, {})],
          layers.globalAveragePooling2d({}),
          layers.dense({ units: classes, kernelInitializer: initializer(10) }),
        ],
      }),
    );
    const random = createRandom(11);
    const inputs = Float32Array.from({ length: 4 * 32 * 32 * 3 }, () => random.uniform());
    return { blocks, images: { inputs, itemShape: [32, 32, 3], labels: new Int32Array(4), size: 4 } };
  }

  test('of a MobileNetV2 takes less than all outputs, and the estimate is above it', async () => {
    const { blocks, images } = mobileNetwork(10);
    images.labels.set(await blocks.predictions(images));
    const peak = await peakOf(() => fgsm.run(blocks, images, { epsilon: 0.01 }));
    expect(peak).toBeGreaterThan(0.4 * images.size * forwardBytes(blocks.model));
    expect(peak).toBeLessThan(0.8 * images.size * forwardBytes(blocks.model));
    expect(peak).toBeLessThan(images.size * gradientBytes(blocks.model));
    blocks.dispose();
  });

  test('does not grow with the number of classes, so neither do batches shrink', async () => {
    const [few, many] = [10, 1000].map(mobileNetwork);
    const [ofFew, ofMany] = [few, many].map(({ blocks }) => batchSizeOf({ epsilon: 1 }, blocks));
    expect(ofFew).toBeGreaterThan(60);
    expect(ofMany).toBeGreaterThan(0.95 * ofFew);
    few.images.labels.set(await few.blocks.predictions(few.images));
    const peakWith = (candidates: number): Promise<number> =>
      peakOf(() => deepFool.with({ candidates, steps: 2 }).run(few.blocks, few.images, { epsilon: 0.01 }));
    expect(await peakWith(10)).toBeLessThan((await peakWith(2)) + 4 * few.images.inputs.length);
    for (const { blocks } of [few, many]) blocks.dispose();
  });
});
