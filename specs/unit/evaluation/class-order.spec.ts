import { beforeAll, describe, expect, test } from 'vitest';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { idx } from '../../../src/datasets/formats/idx.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { otherOrder } from '../../../src/evaluation/class-order.ts';
import { evaluateAccuracy } from '../../../src/evaluation/index.ts';
import { loadClassifier } from '../../../src/models/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';

beforeAll(() => startEngine());

/** A perceptron that scikit-learn trained, and digits that it has not seen. */
const file = 'examples/onnx/digits.onnx';
const digits: Split = { ...idx('examples/onnx/data').test, itemShape: [64] };

describe('a network whose outputs are in another order', () => {
  // Outputs sorted by the names of the digits: eight, five, four, nine, one, seven, six, three, two, zero
  const byName = [8, 5, 4, 9, 1, 7, 6, 3, 2, 0];
  const asLabels = [9, 4, 8, 7, 2, 1, 6, 5, 0, 3];

  test('is told the order of the labels, with the accuracy that it gives', async () => {
    const classifier = await loadClassifier(file, { classes: byName });
    const { value, warnings } = await evaluateAccuracy(classifier, digits);
    classifier.dispose();
    expect(value).toBeLessThan(0.2);
    expect(warnings).toEqual([
      `the outputs seem to be in another order: classes: [${asLabels.join(', ')}] would give 92.3 %`,
    ]);
  });

  test('is told it also where two outputs are swapped', () => {
    const labels = Int32Array.from({ length: 200 }, (_, i) => i % 10);
    const swapped = labels.map((label) => [0, 1, 2, 3, 9, 5, 6, 7, 8, 4][label]);
    expect(otherOrder(labels, swapped)).toEqual([
      'the outputs seem to be in another order: classes: [0, 1, 2, 3, 9, 5, 6, 7, 8, 4] would give 100.0 %',
    ]);
  });

  test('is told it by three quarters of its inputs, and outputs that no input decides keep their place', () => {
    const labels = Int32Array.from({ length: 120 }, (_, i) => i % 3);
    const predicted = labels.map((label, i) => (i % 4 === 0 ? 5 : [1, 2, 0][label]));
    expect(otherOrder(labels, predicted)).toEqual([
      'the outputs seem to be in another order: classes: [1, 2, 0, 3, 4, 5] would give 75.0 %',
    ]);
  });

  test('of 400 classes is found, and listed in less than 2,000 characters', () => {
    const labels = Int32Array.from({ length: 2000 }, (_, i) => i % 400);
    const [warning] = otherOrder(
      labels,
      labels.map((label) => (label + 1) % 400),
    );
    expect(warning).toMatch(/classes: \[1, 2, 3, .*, 200, …\] would give 100\.0 %$/);
    expect(warning.length).toBeLessThan(2000);
  });
});

describe('no other order is seen in', () => {
  test('a good network', async () => {
    const classifier = await loadClassifier(file);
    expect(await evaluateAccuracy(classifier, digits)).not.toHaveProperty('warnings');
    classifier.dispose();
  });

  test.each([1, 2, 3, 4, 5])('an untrained network of seed %i', async (seed) => {
    const classifier = multilayerPerceptron({ itemShape: [64], classes: 10, seed });
    const predicted = await classifier.predictions(digits);
    classifier.dispose();
    expect(otherOrder(digits.labels, predicted)).toEqual([]);
  });

  test('2,000 models that guess, of 2 to 12 classes on 10 to 400 inputs', () => {
    const random = createRandom(1);
    const below = (count: number): number => Math.floor(random.uniform() * count);
    const found = Array.from({ length: 2000 }, () => {
      const [classes, size] = [2 + below(11), 10 + below(391)];
      const [labels, predicted] = [0, 1].map(() => Int32Array.from({ length: size }, () => below(classes)));
      return otherOrder(labels, predicted).length;
    });
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(0);
  });

  test('a bad model that takes many inputs for the next class', () => {
    const random = createRandom(2);
    const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 10);
    const predicted = labels.map((label) => (random.uniform() < 0.55 ? label : (label + 1) % 10));
    expect(otherOrder(labels, predicted)).toEqual([]);
  });

  test('a model that answers one class', () => {
    const labels = Int32Array.from({ length: 100 }, (_, i) => i % 4);
    expect(otherOrder(labels, new Int32Array(100).fill(2))).toEqual([]);
  });

  test('a constant answer on inputs of one class, or mostly of one class', () => {
    const labels = Int32Array.from({ length: 100 }, (_, i) => Number(i % 20 === 0));
    expect(otherOrder(labels, new Int32Array(100).fill(1))).toEqual([]);
    expect(otherOrder(new Int32Array(100), new Int32Array(100).fill(1))).toEqual([]);
  });

  test('two inputs', () => {
    expect(otherOrder(Int32Array.of(0, 1), Int32Array.of(1, 0))).toEqual([]);
  });
});
