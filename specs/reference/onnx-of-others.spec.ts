import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { pgd } from '../../src/attacks/index.ts';
import { prune, quantize } from '../../src/compression/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { largestDifference } from '../unit/models/sample.ts';

/** A network: inputs, outputs, and the gradient of Σ_k (k + 1) · output_k, in the layout of the file. */
interface Case {
  readonly shape: number[];
  readonly inputs: number[];
  readonly outputs: number[];
  readonly gradient?: number[];
  /** Of the network before it was quantised. */
  readonly gradientBefore?: number[];
  readonly exports: string[];
}

/** Made by `python specs/reference/generators/onnx-of-others.py`. */
const folder = new URL('golden/onnx-of-others/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Case>;
const cases = Object.entries(expected).map(([name, given]) => ({
  ...given,
  name,
  path: fileURLToPath(new URL(`${name}-${given.exports[0]}.onnx`, folder)),
}));
const quantized = cases.filter(({ gradientBefore }) => gradientBefore);

beforeAll(() => startEngine('wasm'));

/** Values of two items, with the channels where the network has them. */
function moved(values: readonly number[], shape: readonly number[], { itemShape }: Network): Float32Array {
  if (itemShape.join() === shape.join()) return Float32Array.from(values);
  const order = [0, ...shape.slice(1).map((_, axis) => axis + 2), 1];
  return tf.tidy(() => tf.transpose(tf.tensor([...values], [2, ...shape]), order).dataSync() as Float32Array);
}

function computed({ model, itemShape }: Network, values: Float32Array): { output: Float32Array; slope: Float32Array } {
  const weighted = (x: Tensor): Tensor => {
    const y = model.apply(x, { training: false }) as Tensor;
    return tf.sum(tf.mul(y, tf.range(1, (y.shape[1] ?? 0) + 1)));
  };
  const x = tf.tensor(values, [2, ...itemShape]);
  const [output, slope] = tf.tidy(() => [(model.apply(x) as Tensor).dataSync(), tf.grad(weighted)(x).dataSync()]);
  x.dispose();
  return { output: output as Float32Array, slope: slope as Float32Array };
}

const largest = (values: readonly number[]): number => Math.max(0, ...values.map(Math.abs));
const length = (values: Float32Array): number => Math.hypot(...values);

test.each(cases)('$name has the outputs of onnxruntime, and the input gradients of its source', async (given) => {
  const network = networkOf(await loadClassifier(given.path));
  const { shape, inputs, outputs, gradient } = given;
  const { output, slope } = computed(network, moved(inputs, shape, network));
  expect(largestDifference(output, outputs)).toBeLessThan(1e-5 * Math.max(1, largest(outputs)));
  if (gradient)
    expect(largestDifference(slope, moved(gradient, shape, network))).toBeLessThan(1e-6 + 1e-4 * largest(gradient));
});

describe.each(quantized)('$name', ({ path, shape, inputs, gradientBefore = [] }) => {
  test('has nearly the input gradients of the network before it was quantised', async () => {
    const network = networkOf(await loadClassifier(path));
    const before = moved(gradientBefore, shape, network);
    const { slope } = computed(network, moved(inputs, shape, network));
    expect(length(slope.map((value, i) => value - before[i]))).toBeLessThan(0.2 * length(before));
  });

  test('quantises where the values lie, so that nothing moves', async () => {
    const { model } = networkOf(await loadClassifier(path));
    const kinds = model.layers.map((layer) => layer.getClassName());
    expect(kinds.filter((kind) => kind === 'Permute')).toEqual([]);
    expect(kinds.filter((kind) => kind === 'Reshape')).toHaveLength(1);
  });

  test('is attacked, quantised and pruned', async () => {
    const network = networkOf(await loadClassifier(path));
    const { itemShape } = network;
    const unlabelled = { inputs: moved(inputs, shape, network), itemShape, labels: new Int32Array(2), size: 2 };
    const split = { ...unlabelled, labels: await network.predictions(unlabelled) };
    const { broken } = await pgd.with({ steps: 10 }).run(network, split, { epsilon: 0.3, seed: 1 });
    expect(Array.from(broken)).toEqual([1, 1]);
    const { classifier } = quantize(8).compress(network);
    expect(await classifier.predictions(split)).toEqual(split.labels);
    const { classifier: pruned } = await prune.structured(0.3).compress(network);
    expect(networkOf(pruned).model.countParams()).toBeLessThan(0.8 * network.model.countParams());
    expect((await pruned.probabilities(split)).data.every(Number.isFinite)).toBe(true);
  });
});
