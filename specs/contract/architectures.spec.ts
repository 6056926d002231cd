import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Scalar, type Tensor } from '../../src/engine/tensors.ts';
import { InvalidOptionError } from '../../src/errors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { architectures } from '../../src/architectures/index.ts';
import { readWeights } from '../../src/models/network/weights.ts';
import { sampleSplit } from '../unit/models/sample.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine();
});

const digits = { itemShape: [16, 16, 1], classes: 10, seed: 1 };
const images = sampleSplit({ itemShape: [16, 16, 1], size: 3, classes: 10 });

describe.each(Object.entries(architectures))('%s', (name, architecture) => {
  test('has the name of its export and accepts the shapes of the data', () => {
    expect(architecture.name).toBe(name);
    const built = architecture({ itemShape: [32, 24, 3], classes: 7, seed: 1 });
    expect(built).toMatchObject({ name, classes: 7, itemShape: [32, 24, 3], inputRange: [0, 1] });
    built.dispose();
  });

  test('draws equal weights from equal seeds, other weights from other seeds, and nothing from Math.random', () => {
    const outside = vi.spyOn(Math, 'random');
    const weights = (seed: number) => readWeights(networkOf(architecture({ ...digits, seed })).model);
    expect(weights(3)).toEqual(weights(3));
    expect(weights(4)).not.toEqual(weights(3));
    expect(outside).not.toHaveBeenCalled();
    outside.mockRestore();
  });

  test.each([
    [{ ...digits, classes: 1 }, `${name}: classes is 1.\nExpected an integer of at least 2.`],
    [{ ...digits, itemShape: [16, 0, 1] }, `${name}: itemShape is [16, 0, 1].\nExpected `],
    [{ ...digits, itemShape: [] }, `${name}: itemShape is [].\nExpected `],
    [{ ...digits, seed: 0.5 }, `${name}: seed is 0.5.\nExpected an integer.`],
  ])('rejects %j', (spec, message) => {
    expect(() => architecture(spec)).toThrow(InvalidOptionError);
    expect(() => architecture(spec)).toThrow(message);
  });

  test('takes the input range of the data, the same network otherwise, and keeps it in copies and files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'range-'));
    const weights = readWeights(networkOf(architecture(digits)).model);
    const perValue = [Array.from({ length: 256 }, (_, i) => -1 - i), Infinity] as const;
    for (const inputRange of [[-3, 3], [-Infinity, Infinity], perValue] as const) {
      const variant = architecture.with({ inputRange });
      expect(variant.name).toBe(name);
      expect(variant.options).not.toEqual(architecture.options);
      const original = variant(digits);
      await original.save(folder);
      const copies = [original, original.clone(), await loadClassifier(folder)];
      const full = inputRange === perValue ? [perValue[0], new Array(256).fill(Infinity)] : inputRange;
      for (const copy of copies) expect(copy.inputRange).toEqual(full);
      const kept = readWeights(networkOf(original).model);
      expect(kept.every((values, i) => values.every((value, j) => value === weights[i][j]))).toBe(true);
      for (const model of copies) model.dispose();
    }
    await rm(folder, { recursive: true });
    expect(() => architecture.with({ inputRange: [1, 0] })).toThrow(`${name}: inputRange is [1, 0].`);
    expect(() => architecture.with({ range: [0, 1] } as never)).toThrow(`${name}: there is no option "range".`);
  });

  test('is unchanged by clone, save and load, and leaks no tensor', async () => {
    const before = tf.memory().numTensors;
    const original = architecture(digits);
    const folder = await mkdtemp(join(tmpdir(), 'architecture-'));
    await original.save(folder);
    const copies = [original.clone(), await loadClassifier(folder)];
    await rm(folder, { recursive: true });
    const expected = [await original.probabilities(images), await original.features(images)];
    for (const copy of copies) {
      expect([await copy.probabilities(images), await copy.features(images)]).toEqual(expected);
      expect([copy.name, copy.classes, copy.itemShape, copy.inputRange]).toEqual([name, 10, [16, 16, 1], [0, 1]]);
    }
    for (const model of [original, ...copies]) model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('has logits that depend on the input and on every kernel', () => {
    tf.tidy(() => {
      const built = architecture(digits);
      const x = tf.tensor(images.inputs as Float32Array, [3, 16, 16, 1]);
      const loss = (input: Tensor) => tf.sum(tf.square(networkOf(built).logits(input))) as Scalar;
      expect(Math.max(...tf.grad(loss)(x).dataSync())).toBeGreaterThan(0);
      for (const gradient of Object.values(tf.variableGrads(() => loss(x)).grads))
        expect(tf.max(tf.abs(gradient)).dataSync()[0]).toBeGreaterThan(0);
      built.dispose();
    });
  });
});
