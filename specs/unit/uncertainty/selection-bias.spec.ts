import { expect, test } from 'vitest';
import { margin, maxEntropy } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { entropyBias, selectionBias } from '../../../src/uncertainty/index.ts';
import { poolOf } from '../acquisition/matrix.ts';

const random = createRandom(5);
const pool = poolOf(
  ...Array.from({ length: 1000 }, () => {
    const weights = [random.uniform(), random.uniform() ** 2, random.uniform() ** 4];
    const sum = weights.reduce((total, weight) => total + weight);
    return weights.map((weight) => weight / sum);
  }),
);
const noClasses = new Int32Array(1000);
const everything = Int32Array.from({ length: 1000 }, (_, i) => i);

test('the whole pool has no bias', () => {
  const labels = everything.map((i) => i % 3);
  const biases = selectionBias(pool.probabilities, everything, labels);
  for (const [name, bias] of Object.entries(biases)) expect(bias, name).toBeCloseTo(0, 12);
});

test('the bias of the entropies is the entropy bias', () => {
  const selected = maxEntropy.select(pool, 100, random);
  const biases = selectionBias(pool.probabilities, selected, noClasses);
  expect(biases.entropy).toBe(entropyBias(pool.probabilities, selected));
  expect(biases.labels).toBe(0);
});

test('a function is most biased in the characteristic that it ranks by', () => {
  const byMargin = selectionBias(pool.probabilities, margin.select(pool, 100, random), noClasses);
  const byEntropy = selectionBias(pool.probabilities, maxEntropy.select(pool, 100, random), noClasses);
  expect(byMargin.margin).toBeGreaterThan(byEntropy.margin);
  expect(byEntropy.entropy).toBeGreaterThan(byMargin.entropy);
});

test('a selection of one of two equally common classes has a label bias of 0.2158 nats', () => {
  const labels = everything.map((i) => i % 2);
  const selected = everything.filter((i) => i % 2 === 0);
  const middle = [0.75, 0.25];
  const expected =
    Math.log(1 / middle[0]) / 2 + (0.5 * Math.log(0.5 / middle[0]) + 0.5 * Math.log(0.5 / middle[1])) / 2;
  expect(selectionBias(pool.probabilities, selected, labels).labels).toBeCloseTo(expected, 12);
  expect(expected).toBeCloseTo(0.2158, 4);
});
