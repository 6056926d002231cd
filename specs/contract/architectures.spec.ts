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
import { split } from '../../src/splits/index.ts';
import { textEncoder } from '../../src/text/index.ts';
import { sampleSplit } from '../unit/models/sample.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine();
});

const digits = { itemShape: [16, 16, 1], classes: 10, seed: 1 };
const images = sampleSplit({ itemShape: [16, 16, 1], size: 3, classes: 10 });
const encoder = textEncoder({ texts: ['one two three four', 'five six'], length: 6 });
const texts = split(['one two', 'three four five one six two', ''], [0, 1, 9], { encoder });

describe.each(Object.entries(architectures))('%s', (name, architecture) => {
  const { readsTexts = false } = architecture;
  const spec = readsTexts ? { ...digits, itemShape: [6], encoder } : digits;
  const items = readsTexts ? texts : images;

  test('has the name of its export and accepts the shapes of the data', () => {
    expect(architecture.name).toBe(name);
    const itemShape = readsTexts ? [6] : [32, 24, 3];
    const built = architecture({ ...spec, itemShape, classes: 7 });
    expect(built).toMatchObject({ name, classes: 7, itemShape, inputRange: [0, 1] });
    built.dispose();
  });

  test('draws equal weights from equal seeds, other weights from other seeds, and nothing from Math.random', () => {
    const outside = vi.spyOn(Math, 'random');
    const weights = (seed: number) => readWeights(networkOf(architecture({ ...spec, seed })).model);
    expect(weights(3)).toEqual(weights(3));
    expect(weights(4)).not.toEqual(weights(3));
    expect(outside).not.toHaveBeenCalled();
    outside.mockRestore();
  });

  test.each([
    [{ ...spec, classes: 1 }, `${name}: classes is 1.\nExpected an integer of at least 2.`],
    [{ ...spec, itemShape: [16, 0, 1] }, `${name}: itemShape is [16, 0, 1].\nExpected `],
    [{ ...spec, itemShape: [] }, `${name}: itemShape is [].\nExpected `],
    [{ ...spec, seed: 0.5 }, `${name}: seed is 0.5.\nExpected an integer.`],
  ])('rejects %j', (spec, message) => {
    expect(() => architecture(spec)).toThrow(InvalidOptionError);
    expect(() => architecture(spec)).toThrow(message);
  });

  test('takes the input range of the data, the same network otherwise, and keeps it in copies and files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'range-'));
    const weights = readWeights(networkOf(architecture(spec)).model);
    const length = spec.itemShape.reduce((a, b) => a * b);
    const perValue = [Array.from({ length }, (_, i) => -1 - i), Infinity] as const;
    for (const inputRange of [[-3, 3], [-Infinity, Infinity], perValue] as const) {
      const variant = architecture.with({ inputRange });
      expect(variant.name).toBe(name);
      expect(variant.options).not.toEqual(architecture.options);
      const original = variant(spec);
      await original.save(folder);
      const copies = [original, original.clone(), await loadClassifier(folder)];
      const full = inputRange === perValue ? [perValue[0], new Array(length).fill(Infinity)] : inputRange;
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
    const original = architecture(spec);
    const folder = await mkdtemp(join(tmpdir(), 'architecture-'));
    await original.save(folder);
    const copies = [original.clone(), await loadClassifier(folder)];
    await rm(folder, { recursive: true });
    const expected = [await original.probabilities(items), await original.features(items)];
    for (const copy of copies) {
      expect([await copy.probabilities(items), await copy.features(items)]).toEqual(expected);
      expect([copy.name, copy.classes, copy.itemShape, copy.inputRange]).toEqual([name, 10, spec.itemShape, [0, 1]]);
    }
    for (const model of [original, ...copies]) model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('has logits that depend on the input and on every kernel', () => {
    tf.tidy(() => {
      const built = architecture(spec);
      const x = tf.tensor(items.inputs, [3, ...spec.itemShape]);
      const loss = (input: Tensor) => tf.sum(tf.square(networkOf(built).logits(input))) as Scalar;
      if (!readsTexts) expect(Math.max(...tf.grad(loss)(x).dataSync())).toBeGreaterThan(0);
      for (const gradient of Object.values(tf.variableGrads(() => loss(x)).grads))
        expect(tf.max(tf.abs(gradient)).dataSync()[0]).toBeGreaterThan(0);
      built.dispose();
    });
  });

  test.runIf(readsTexts)('needs the encoder of its texts', () => {
    const { encoder: _, ...without } = { ...spec, encoder };
    expect(() => architecture(without)).toThrow(
      `${name}: the encoder is undefined.\nExpected the encoder of the texts`,
    );
    const shorter = textEncoder({ texts: ['one'], length: 5 });
    expect(() => architecture({ ...spec, encoder: shorter })).toThrow('the encoder makes items of 5 tokens, not of 6.');
  });

  test.runIf(readsTexts)('gives a text the same probabilities however it is padded', async () => {
    const probabilities: Float32Array[] = [];
    for (const [length, padding] of [
      [2, 'after'],
      [6, 'after'],
      [9, 'before'],
    ] as const) {
      const padded = textEncoder({ vocabulary: encoder.vocabulary, length, padding });
      const built = architecture({ ...spec, itemShape: [length], encoder: padded });
      probabilities.push((await built.probabilities(split(['five two'], [0], { encoder: padded }))).data);
      built.dispose();
    }
    for (const other of probabilities)
      other.forEach((value, at) => expect(Math.abs(value - probabilities[0][at])).toBeLessThan(1e-6));
  });
});
