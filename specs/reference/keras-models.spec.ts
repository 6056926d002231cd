import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

/** A file that Keras wrote, and what Keras computes. */
interface Case {
  readonly name: string;
  readonly form: string;
  readonly bytes: string;
  readonly itemShape: number[];
  readonly inputs: number[];
  readonly logits: number[];
  /** Of Σ w · logits with w = 1, 2, 3; none if the inputs are whole numbers. */
  readonly gradient: number[] | null;
}

/** Made by `python specs/reference/generators/keras-models.py`. */
const cases = JSON.parse(readFileSync(new URL('golden/keras-models.json', import.meta.url), 'utf8')) as Case[];

const root = mkdtempSync(join(tmpdir(), 'keras-models-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

/** The largest difference, as a share of the largest value. */
function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / scale;
}

describe.each(cases)('$name', ({ form, bytes, itemShape, inputs, logits, gradient }) => {
  test('computes logits and their gradients as in Keras, also when copied, saved and loaded', async () => {
    const path = join(root, `model.${form}`);
    writeFileSync(path, gunzipSync(Buffer.from(bytes, 'base64')));
    const before = tf.memory().numTensors;
    const loaded = networkOf(await loadClassifier(path, { inputRange: [0, 8] }));
    const copy = networkOf(loaded.clone());
    await loaded.save(join(root, 'saved'));
    const again = networkOf(await loadClassifier(join(root, 'saved')));
    for (const network of [loaded, copy, again]) {
      const { data } = await network.predict(Float32Array.from(inputs), 3);
      expect(difference(Float32Array.from(data as Float32Array), logits)).toBeLessThan(1e-4);
      if (!gradient || network === copy) continue;
      const slopes = tf.tidy(() => {
        const weigh = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(network.logits(x), [1, 2, 3]));
        return tf
          .grad(weigh)(tf.tensor(inputs, [3, ...itemShape]))
          .dataSync();
      });
      expect(difference(slopes, gradient)).toBeLessThan(1e-3);
    }
    for (const network of [loaded, copy, again]) network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
