import { beforeAll, describe, expect, test } from 'vitest';
import { dre, maxEntropy } from '../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { type Classifier } from '../../../src/models/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { entropyBias } from '../../../src/uncertainty/index.ts';
import { dataset } from './clusters.ts';

const { train } = dataset;
let model: Classifier;

beforeAll(async () => {
  await startEngine('wasm');
  model = multilayerPerceptron.with({ hidden: [8] })({ itemShape: [2], classes: 3, seed: 1 });
});

test('selects by dre by default, the same for the same seed, and reports its bias', async () => {
  const { positions, bias } = await selectForRetraining(model, train, { budget: 20, seed: 1 });
  expect(new Set(positions).size).toBe(20);
  expect(bias).toBe(entropyBias(await model.probabilities(train), positions));
  expect(await selectForRetraining(model, train, { acquisition: dre, budget: 20, seed: 1 })).toEqual({
    positions,
    bias,
  });
  expect((await selectForRetraining(model, train, { budget: 20, seed: 2 })).positions).not.toEqual(positions);
  expect(
    (await selectForRetraining(model, train, { acquisition: maxEntropy, budget: 20, seed: 1 })).bias,
  ).toBeGreaterThan(bias);
});

test.each([
  [0.1, 12],
  [0.04, 5],
  [0.001, 1],
  [1, 1],
  [120, 120],
])('a budget of %f of 120 inputs selects %i', async (budget, count) => {
  expect((await selectForRetraining(model, train, { budget })).positions).toHaveLength(count);
});

describe('a selection is rejected for', () => {
  test.each([0, -1, 1.5, 121, NaN])('a budget of %f', async (budget) => {
    await expect(selectForRetraining(model, train, { budget })).rejects.toThrow(
      `selectForRetraining: budget is ${budget} for a split of 120 inputs.\nExpected a share between 0 and 1, or a count from 1 to 120.`,
    );
  });

  test('an empty split', async () => {
    const empty = { ...train, inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 };
    await expect(selectForRetraining(model, empty, { budget: 1 })).rejects.toThrow(
      'The split to select from is empty.',
    );
  });
});
