import { beforeAll, describe, expect, test } from 'vitest';
import { compressions, quantize, type Compression } from '../../src/compression/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { InvalidModelError } from '../../src/errors.ts';
import { leNet1 } from '../../src/models/index.ts';
import { readWeights, writeWeights } from '../../src/models/weights.ts';
import { sampleSplit } from '../unit/models/sample.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

/** Every compression with parameters that it can be tried with. */
const examples: Record<keyof typeof compressions, Compression[]> = {
  quantize: [quantize(2), quantize(8), quantize(16, { biases: false })],
};

test('every compression of the index has an example', () => {
  expect(Object.keys(examples)).toEqual(Object.keys(compressions));
});

describe.each(
  Object.values(examples)
    .flat()
    .map((compression) => [compression.name, compression] as const),
)('%s', (name, compression) => {
  const build = () => leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 });

  test('returns a smaller copy, leaves the input untouched, and leaks no tensor', async () => {
    const images = sampleSplit({ itemShape: [16, 16, 1], size: 4 });
    const classifier = build();
    const before = { tensors: tf.memory().numTensors, weights: readWeights(classifier.model) };
    const { classifier: compressed, bytesBefore, bytesAfter } = compression.compress(classifier);
    expect(compressed).toMatchObject({ classes: 3, itemShape: [16, 16, 1], inputRange: [0, 1] });
    expect(compressed.name).toBe(`leNet1, ${name}`);
    expect((await compressed.probabilities(images)).rows).toBe(4);
    expect(bytesBefore).toBe(before.weights.reduce((sum, { byteLength }) => sum + byteLength, 0));
    expect(bytesAfter).toBeLessThan(bytesBefore);
    compressed.dispose();
    expect(readWeights(classifier.model)).toEqual(before.weights);
    expect(tf.memory().numTensors).toBe(before.tensors);
  });

  test('does the same to the same weights', () => {
    const [a, b] = [compression, compression].map((each) => readWeights(each.compress(build()).classifier.model));
    expect(a).toEqual(b);
  });

  test('refuses weights that are not finite', () => {
    const classifier = build();
    const weights = readWeights(classifier.model);
    weights[0][3] = Number.NaN;
    writeWeights(classifier.model, weights);
    expect(() => compression.compress(classifier)).toThrow(InvalidModelError);
  });

  test('says what determines it, as plain JSON', () => {
    expect(JSON.parse(JSON.stringify(compression.options))).toEqual(compression.options);
  });
});
