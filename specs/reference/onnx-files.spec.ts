import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { largestDifference } from '../unit/models/sample.ts';

/** A network of PyTorch: inputs, outputs, and the gradient of Σ_k (k + 1) · output_k, in PyTorch's layout. */
interface Case {
  readonly shape: number[];
  readonly inputs: number[];
  readonly outputs: number[];
  readonly gradient?: number[];
  readonly exports: string[];
}

/** Made by `python specs/reference/generators/onnx-files.py`. */
const folder = new URL('golden/onnx/', import.meta.url);
const cases = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Case>;
const files = Object.entries(cases).flatMap(([name, given]) =>
  given.exports.map((kind) => ({ ...given, name, kind, path: fileURLToPath(new URL(`${name}-${kind}.onnx`, folder)) })),
);

const root = mkdtempSync(join(tmpdir(), 'onnx-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

/** Values of two items, whose channels come first, with the channels last. */
function channelsLast(values: readonly number[], shape: readonly number[]): Float32Array {
  const order = [0, ...shape.slice(1).map((_, axis) => axis + 2), 1];
  return tf.tidy(() => tf.transpose(tf.tensor([...values], [2, ...shape]), order).dataSync() as Float32Array);
}

const scale = (values: readonly number[]): number => Math.max(0, ...values.map(Math.abs));

describe.each(files)('$name, exported by $kind', ({ path, shape, inputs, outputs, gradient = [], name, kind }) => {
  test('has the outputs and the input gradients of PyTorch', async () => {
    const { model, itemShape } = networkOf(await loadClassifier(path));
    const isMoved = itemShape.join() !== shape.join();
    const moved = (values: readonly number[]): Float32Array =>
      isMoved ? channelsLast(values, shape) : Float32Array.from(values);
    const [output, slope] = tf.tidy(() => {
      const x = tf.tensor(moved(inputs), [2, ...itemShape]);
      const weighted = (each: Tensor): Tensor => {
        const y = model.apply(each, { training: false }) as Tensor;
        return tf.sum(tf.mul(y, tf.range(1, (y.shape[1] ?? 0) + 1)));
      };
      return [(model.apply(x) as Tensor).dataSync(), gradient.length > 0 ? tf.grad(weighted)(x).dataSync() : []];
    });
    expect(largestDifference(output as Float32Array, outputs)).toBeLessThan(1e-5 * Math.max(1, scale(outputs)));
    expect(largestDifference(slope as Float32Array, moved(gradient))).toBeLessThan(1e-5 + 1e-4 * scale(gradient));
  });

  test('predicts the same when copied, saved and loaded', async () => {
    const loaded = await loadClassifier(path);
    const { itemShape, classes } = loaded;
    const split = { inputs: Float32Array.from(inputs), itemShape, labels: new Int32Array(2), size: 2 };
    const { data } = await loaded.probabilities(split);
    expect(data).toHaveLength(2 * classes);
    expect((await loaded.clone().probabilities(split)).data).toEqual(data);
    await loaded.save(join(root, `${name}-${kind}`));
    expect((await (await loadClassifier(join(root, `${name}-${kind}`))).probabilities(split)).data).toEqual(data);
  });
});
