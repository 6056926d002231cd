import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { loadClassifier, openGraph } from '../../src/models/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { largestDifference } from '../unit/models/sample.ts';

/** A graph model, with two inputs, TensorFlow's outputs, and the gradient of Σ_k (k + 1) · output_k. */
interface Case {
  readonly name: string;
  readonly shape: readonly number[];
  /** Content per file, gzipped and in base64. */
  readonly files: Readonly<Record<string, string>>;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly gradient?: readonly number[];
}

/** Made by `python specs/reference/generators/graph-models.py`. */
const golden = new URL('golden/graph-models.json', import.meta.url);
const cases = JSON.parse(readFileSync(golden, 'utf8')) as readonly Case[];
const root = mkdtempSync(join(tmpdir(), 'graph-models-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

function written({ name, files }: Case): string {
  const folder = join(root, name.replace(/\W/g, '-'));
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(folder, file), gunzipSync(Buffer.from(content, 'base64')));
  return folder;
}

const scale = (values: readonly number[]): number => Math.max(1, ...values.map(Math.abs));

describe.each(cases)('the graph model of $name', (given) => {
  const { shape, inputs, outputs, gradient } = given;

  test('has the outputs and the input gradients of TensorFlow', async () => {
    const folder = written(given);
    const { model, itemShape } = networkOf(await loadClassifier(folder, { inputRange: [-Infinity, Infinity] }));
    expect(itemShape).toEqual(shape);
    const x = tf.tensor([...inputs], [2, ...shape]);
    const weighted = (each: Tensor): Tensor => {
      const y = model.apply(each, { training: false }) as Tensor;
      return tf.sum(tf.mul(y, tf.range(1, (y.shape[1] ?? 0) + 1)));
    };
    const output = tf.tidy(() => model.apply(x) as Tensor).dataSync();
    expect(largestDifference(output as Float32Array, outputs)).toBeLessThan(1e-5 * scale(outputs));
    if (!gradient) return;
    const slope = tf.tidy(() => tf.grad(weighted)(x)).dataSync();
    expect(largestDifference(slope as Float32Array, gradient)).toBeLessThan(1e-4 * scale(gradient));
  });

  test('is also computed as an open graph, on several inputs at once', async () => {
    const graph = await openGraph(written(given));
    const [{ name }] = graph.inputs;
    const { [graph.outputs[0].name]: output } = await graph.run({ [name]: { data: inputs, shape: [2, ...shape] } });
    expect(largestDifference(output.data as Float32Array, outputs)).toBeLessThan(1e-5 * scale(outputs));
  });
});
