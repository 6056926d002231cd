import { beforeAll, describe, expect, test } from 'vitest';
import {
  acquisitionFunctions,
  coreSet,
  defineAcquisition,
  dre,
  maxEntropy,
  neuronCoverage,
} from '../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { TimeBudgetError } from '../../../src/errors.ts';
import { type Classifier } from '../../../src/models/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import type { ProgressEvent } from '../../../src/progress.ts';
import { signalsOf } from '../../../src/signals/signals-of.ts';
import { subset } from '../../../src/splits/index.ts';
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

test('coreSet and neuronCoverage work without a labelled set', async () => {
  for (const acquisition of [coreSet, neuronCoverage])
    expect((await selectForRetraining(model, train, { acquisition, budget: 5 })).positions).toHaveLength(5);
});

describe('a budget of seconds', () => {
  test('that is spent ends every selection that computes anything', async () => {
    const message =
      /^selectForRetraining: the budget of 1e-9 s is spent in the task "\w+".*\nA part of the work is no result, so there is none\.\nRaise seconds/;
    for (const acquisition of Object.values(acquisitionFunctions)) {
      const selection = selectForRetraining(model, train, {
        acquisition,
        budget: 5,
        labelled: dataset.test,
        seconds: 1e-9,
      });
      await expect(selection, acquisition.name).rejects.toThrow(TimeBudgetError);
      await expect(selection, acquisition.name).rejects.toThrow(message);
    }
  });

  test('that is not spent changes nothing, and progress is still reported', async () => {
    const events: ProgressEvent[] = [];
    const given = { acquisition: coreSet, budget: 5, seed: 1 };
    const limited = { ...given, seconds: 600, progress: (event: ProgressEvent) => events.push(event) };
    expect(await selectForRetraining(model, train, limited)).toEqual(await selectForRetraining(model, train, given));
    expect(events.length).toBeGreaterThan(0);
  });

  test('ends the signals of a pool too', async () => {
    await expect(signalsOf(model, train, { needs: ['probabilities'], seconds: 1e-9 })).rejects.toThrow(
      'signalsOf: the budget of 1e-9 s is spent in the task',
    );
  });

  test.each([0, -1, NaN, '5'])('of %s is refused', async (seconds) => {
    await expect(selectForRetraining(model, train, { budget: 5, seconds: seconds as number })).rejects.toThrow(
      'selectForRetraining: seconds is',
    );
  });
});

describe('a selection is rejected for', () => {
  test('a function that needs a signal that there is not', async () => {
    const { select } = acquisitionFunctions.margin;
    const acquisition = { name: 'own', options: {}, needs: { certainty: {} }, select } as never;
    await expect(selectForRetraining(model, train, { acquisition, budget: 3 })).rejects.toThrow(
      "there is no signal 'certainty'",
    );
  });

  test.each([0, -1, 1.5, 121, NaN])('a budget of %f', async (budget) => {
    await expect(selectForRetraining(model, train, { budget })).rejects.toThrow(
      `selectForRetraining: budget is ${budget} for a split of 120 inputs.\nExpected a share between 0 and 1, or a count from 1 to 120.`,
    );
  });

  test.each([
    ['likelihoodSurprise', 2],
    ['distanceSurprise', 1],
    ['kMultisectionNeuronCoverage', 2],
  ] as const)('%s without a labelled set', async (name, least) => {
    const options = { acquisition: acquisitionFunctions[name], budget: 3 };
    const message =
      `selectForRetraining: ${name} compares the pool with labelled inputs, but there are 0.\n` +
      `Expected at least ${least}.\nPass labelled, the training data of the model.`;
    await expect(selectForRetraining(model, train, options)).rejects.toThrow(message);
    const none = subset(train, []);
    await expect(selectForRetraining(model, train, { ...options, labelled: none })).rejects.toThrow(message);
    const { positions } = await selectForRetraining(model, train, {
      ...options,
      labelled: subset(dataset.test, [0, 1]),
    });
    expect(Array.from(positions)).not.toEqual([0, 1, 2]);
  });

  test("a user's function that reads the labelled set, unless it works without one", async () => {
    const definition = { name: 'own', needs: ['labels'] as const, score: () => new Float64Array(train.size) };
    const [own, optional] = [defineAcquisition(definition), defineAcquisition({ ...definition, leastLabelled: 0 })];
    await expect(selectForRetraining(model, train, { acquisition: own, budget: 3 })).rejects.toThrow(
      'Expected at least 1.',
    );
    const { positions } = await selectForRetraining(model, train, { acquisition: optional, budget: 3 });
    expect(positions).toEqual(Int32Array.of(0, 1, 2));
  });

  test('an empty split', async () => {
    const empty = { ...train, inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 };
    await expect(selectForRetraining(model, empty, { budget: 1 })).rejects.toThrow(
      'The split to select from is empty.',
    );
  });
});
