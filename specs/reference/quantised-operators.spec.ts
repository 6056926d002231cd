import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { largestDifference } from '../unit/models/sample.ts';

/** A quantised network: inputs, outputs of onnxruntime, and the gradient of the network before it was quantised. */
interface Case {
  readonly shape: number[];
  readonly inputs: number[];
  readonly outputs: number[];
  /** Of Σ_k (k + 1) · output_k, for the first two inputs. */
  readonly gradientBefore: number[];
}

/** Made by `python specs/reference/generators/quantised-operators.py`. */
const folder = new URL('golden/onnx-quantised/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Case>;

beforeAll(() => startEngine('wasm'));

describe.each(Object.entries(expected))('%s', (name, { shape, inputs, outputs, gradientBefore }) => {
  const open = async (): Promise<{ x: Tensor; model: ReturnType<typeof networkOf>['model'] }> => {
    const isImage = shape.length === 3;
    const path = fileURLToPath(new URL(`${name}.onnx`, folder));
    const { model } = networkOf(
      await loadClassifier(path, { inputRange: [-10, 10], ...(isImage && { layout: 'nchw' }) }),
    );
    return { model, x: tf.tensor(inputs, [8, ...shape]) };
  };

  test('answers the numbers of onnxruntime', async () => {
    const { model, x } = await open();
    const output = tf.tidy(() => (model.apply(x) as Tensor).dataSync()) as Float32Array;
    expect(largestDifference(output, outputs)).toBeLessThan(1e-5);
  });

  test('has nearly the input gradients of the network before it was quantised', async () => {
    const { model, x } = await open();
    const slope = tf.tidy(() => {
      const weighted = (point: Tensor): Tensor => {
        const y = model.apply(point, { training: false }) as Tensor;
        return tf.sum(tf.mul(y, tf.range(1, (y.shape[1] ?? 0) + 1)));
      };
      return tf
        .grad(weighted)(tf.slice(x, 0, [2, ...shape]))
        .dataSync();
    });
    const difference = slope.map((value, i) => value - gradientBefore[i]);
    expect(Math.hypot(...difference)).toBeLessThan(0.6 * Math.hypot(...gradientBefore));
  });
});
