import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor2D, type Variable } from '../../src/engine/tensors.ts';
import { leNet5 } from '../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../src/models/network/weights.ts';
import { createRandom } from '../../src/random/index.ts';
import { crossEntropy } from '../../src/training/loop/loss.ts';
import { standardTraining } from '../../src/training/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

/** Values computed by PyTorch in float64: `python specs/reference/generators/le-net5.py`. */
const golden = JSON.parse(readFileSync(new URL('golden/le-net5.json', import.meta.url), 'utf8')) as {
  itemShape: number[];
  classes: number;
  labels: number[];
  loss: number;
  losses: number[];
  sections: { name: string; shape: number[] }[];
};
const bytes = Uint8Array.from(readFileSync(new URL('golden/le-net5.bin', import.meta.url)));
const sections = new Map<string, Float32Array>();
let offset = 0;
for (const { name, shape } of golden.sections) {
  const size = shape.reduce((product, side) => product * side, 1);
  sections.set(name, new Float32Array(bytes.buffer, offset, size));
  offset += 4 * size;
}

const section = (name: string): Float32Array => sections.get(name) ?? new Float32Array(0);
const parameters = (kind: string): Float32Array[] =>
  [...sections].filter(([name]) => name.startsWith(`${kind}/`)).map(([, values]) => values);
const labels = Int32Array.from(golden.labels);
const x = () => tf.tensor(section('x'), [labels.length, ...golden.itemShape]);
const y = () => tf.tensor1d(labels, 'int32');

function network() {
  const classifier = networkOf(leNet5({ itemShape: golden.itemShape, classes: golden.classes, seed: 1 }));
  writeWeights(classifier.model, parameters('weights'));
  return classifier;
}

/** The largest difference, relative to the largest expected value. */
function relativeError(actual: ArrayLike<number>, expected: Float32Array): number {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(actual[i] - value)), 0) / scale;
}

beforeAll(async () => {
  await startEngine();
});

describe('LeNet-5 agrees with PyTorch to 1e-4', () => {
  test('in the logits and the cross-entropy', () => {
    const logits = network().logits(x());
    expect(relativeError(logits.dataSync(), section('logits'))).toBeLessThan(1e-4);
    expect(Math.abs(crossEntropy(logits, y()).dataSync()[0] / golden.loss - 1)).toBeLessThan(1e-4);
  });

  test('in the gradient of the input', () => {
    const classifier = network();
    const gradient = tf.grad((input) => crossEntropy(classifier.logits(input), y()))(x());
    expect(relativeError(gradient.dataSync(), section('input gradient'))).toBeLessThan(1e-4);
  });

  test('in the gradient of every weight', () => {
    const classifier = network();
    const variables = classifier.model.trainableWeights.map((weight) => weight.read() as Variable);
    const { grads } = tf.variableGrads(() => crossEntropy(classifier.logits(x()) as Tensor2D, y()), variables);
    const errors = variables.map(({ name }, i) => relativeError(grads[name].dataSync(), parameters('gradients')[i]));
    expect(errors).toHaveLength(10);
    expect(Math.max(...errors)).toBeLessThan(1e-4);
  });

  test('after three epochs of one batch: three steps of Adam', async () => {
    const classifier = network();
    const split = { inputs: section('x'), labels, itemShape: golden.itemShape, size: labels.length };
    const { loss } = await standardTraining({ epochs: 3, learningRate: 0.001 }).fit(classifier, split, {
      random: createRandom(1),
    });
    expect(relativeError(loss, Float32Array.from(golden.losses))).toBeLessThan(1e-4);
    const errors = readWeights(classifier.model).map((values, i) => relativeError(values, parameters('trained')[i]));
    expect(Math.max(...errors)).toBeLessThan(1e-4);
  });
});
