import { beforeAll, describe, expect, test } from 'vitest';
import {
  compress,
  compressions,
  prune,
  pruneNeurons,
  quantize,
  type Compression,
} from '../../src/compression/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { InvalidModelError } from '../../src/errors.ts';
import { leNet1 } from '../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../src/models/network/weights.ts';
import { sampleSplit } from '../unit/models/sample.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

const calibration = sampleSplit({ itemShape: [16, 16, 1], size: 12, seed: 2 });

beforeAll(async () => {
  await startEngine();
});

/** Examples of every compression. */
const examples: Record<keyof typeof compressions, Compression[]> = {
  quantize: [
    quantize(1),
    quantize(2),
    quantize(8),
    quantize(16, { biases: false }),
    quantize(4, { granularity: 'tensor' }),
    quantize(3, { scheme: 'kmeans' }),
    quantize(1, { scheme: 'symmetric' }),
    quantize(8, { scheme: 'symmetric', granularity: 'tensor', layers: ['conv2d_1'] }),
    quantize.float16(),
    quantize.dynamic(),
    quantize.int8({ calibration }),
    quantize.int8({ calibration, range: 'percentile', percentile: 99 }),
    compress(prune(0.5), quantize(8)),
  ],
  prune: [
    prune(0.5),
    prune(0.3, { scope: 'global', finetune: { epochs: 1, split: calibration } }),
    prune.structured(0.25),
    prune.structured(0.3, { keepShape: true, layers: ['conv2d_3'] }),
  ],
  pruneNeurons: [
    pruneNeurons(0.25, calibration),
    pruneNeurons(0.5, calibration, { keepShape: true, finetune: { epochs: 1 } }),
    compress(pruneNeurons(0.25, calibration), quantize.int8({ calibration })),
  ],
};

test('every compression in the index has an example', () => {
  expect(Object.keys(examples)).toEqual(Object.keys(compressions));
});

describe.each(
  Object.values(examples)
    .flat()
    .map((compression) => [compression.name, compression] as const),
)('%s', (name, compression) => {
  const build = () => networkOf(leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 }));

  test('returns a smaller copy, leaves the original unchanged, and leaks no tensor', async () => {
    const images = sampleSplit({ itemShape: [16, 16, 1], size: 4 });
    const classifier = build();
    const before = { tensors: tf.memory().numTensors, weights: readWeights(classifier.model) };
    const { classifier: compressed, bytesBefore, bytesAfter } = await compression.compress(classifier);
    expect(compressed).toMatchObject({ classes: 3, itemShape: [16, 16, 1], inputRange: [0, 1] });
    const applied = (compression.steps ?? [compression]).map((step) => step.name);
    expect(compressed.name).toBe(['leNet1', ...applied].join(', '));
    expect(compression.steps ? name : applied[0]).toBe(name);
    expect((await compressed.probabilities(images)).rows).toBe(4);
    expect(bytesBefore).toBe(before.weights.reduce((sum, { byteLength }) => sum + byteLength, 0));
    expect(bytesAfter).toBeLessThan(bytesBefore);
    compressed.dispose();
    expect(readWeights(classifier.model)).toEqual(before.weights);
    expect(tf.memory().numTensors).toBe(before.tensors);
  });

  test('gives the same result for the same weights', async () => {
    const [a, b] = [await compression.compress(build()), await compression.compress(build())];
    expect(readWeights(networkOf(a.classifier).model)).toEqual(readWeights(networkOf(b.classifier).model));
    expect(a.bytesAfter).toBe(b.bytesAfter);
  });

  test('rejects weights that are not finite', async () => {
    const classifier = build();
    const weights = readWeights(classifier.model);
    weights[0][3] = Number.NaN;
    writeWeights(classifier.model, weights);
    await expect(async () => compression.compress(classifier)).rejects.toThrow(InvalidModelError);
  });

  test('records its options as plain JSON', () => {
    expect(JSON.parse(JSON.stringify(compression.options))).toEqual(compression.options);
  });
});
