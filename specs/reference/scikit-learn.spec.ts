import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { largestDifference } from '../unit/models/sample.ts';

/** What scikit-learn computes for ten flowers, and the gradient of Σ_k (k + 1) · log p_k, or of scores in place of log p. */
interface Case {
  readonly areProbabilities: boolean;
  readonly outputs: number[];
  readonly gradient: number[];
}

/** Made by `python specs/reference/generators/scikit-learn.py`. */
const folder = new URL('golden/scikit-learn/', import.meta.url);
const { inputs, cases } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  inputs: number[];
  cases: Record<string, Case>;
};

beforeAll(() => startEngine('wasm'));

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

test.each(Object.entries(cases))(
  'the classifier %s has the outputs and the input gradients of scikit-learn',
  async (name, { areProbabilities, outputs, gradient }) => {
    const path = fileURLToPath(new URL(`${name}.onnx`, folder));
    const network = networkOf(await loadClassifier(path, { inputRange: [-10, 10] }));
    const scoresOf = (x: Tensor): Tensor => {
      const logits = network.logits(x as never);
      return areProbabilities ? tf.logSoftmax(logits) : logits;
    };
    const [scores, slope] = tf.tidy(() => {
      const x = tf.tensor(inputs, [10, 4]);
      const weighted = (point: Tensor): Tensor => tf.sum(tf.mul(scoresOf(point), tf.range(1, network.classes + 1)));
      const values = areProbabilities ? tf.exp(scoresOf(x)) : scoresOf(x);
      return [values.dataSync(), tf.grad(weighted)(x).dataSync()];
    });
    expect(largestDifference(scores as Float32Array, outputs)).toBeLessThan(1e-5 * Math.max(1, largest(outputs)));
    expect(largestDifference(slope as Float32Array, gradient)).toBeLessThan(1e-3 * Math.max(1, largest(gradient)));
  },
);
