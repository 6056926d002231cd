import { beforeAll, describe, expect, test } from 'vitest';
import { leNet1 } from '../../src/architectures/index.ts';
import type { Compression } from '../../src/compression/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { InvalidModelError } from '../../src/errors.ts';
import type { Classifier } from '../../src/models/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { readWeights, writeWeights } from '../../src/models/network/weights.ts';
import { sampleSplit } from '../unit/models/sample.ts';

/** Images to calibrate and fine-tune the classifier of the laws with. */
export const calibration = sampleSplit({ itemShape: [16, 16, 1], size: 12, seed: 2 });

/** Returns the classifier that the laws compress: LeNet-1 on images of 16 × 16 with 3 classes. */
export const leNetOf3Classes = (): Classifier => leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 });

/** Declares a test of every law of compressions for each example. The unit spec of a compression calls it last. */
export function compressionLaws(...examples: readonly Compression[]): void {
  describe.each(examples.map((compression) => [compression.name, compression] as const))('%s', (name, compression) => {
    beforeAll(async () => {
      await startEngine();
    });
    const build = () => networkOf(leNetOf3Classes());

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
}
