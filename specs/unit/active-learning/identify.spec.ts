import { beforeAll, expect, test } from 'vitest';
import { defineAcquisition, dre, maxEntropy, randomSampling } from '../../../src/acquisition/index.ts';
import { identifyRun, type ActiveLearningOptions } from '../../../src/active-learning/index.ts';
import type { Attack } from '../../../src/attacks/contract.ts';
import { pgd } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import { classifier } from '../../../src/models/index.ts';
import { multilayerPerceptron, type Architecture } from '../../../src/architectures/index.ts';
import { adversarialTraining, standardTraining } from '../../../src/training/index.ts';
import { clusters, small } from './clusters.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const robustness = { attack: pgd, epsilon: 0.1 };

test('equal options have the same identity, even in different objects', async () => {
  const again: ActiveLearningOptions = {
    ...small,
    dataset: clusters(),
    architecture: multilayerPerceptron.with({ hidden: [8] }),
    acquisition: maxEntropy.with({}),
  };
  expect(await identifyRun(again)).toEqual(await identifyRun(small));
});

test('reporting options do not affect the identity, and compared runs share the setting', async () => {
  const run = await identifyRun(small);
  expect(await identifyRun({ ...small, progress: () => {} })).toEqual(run);
  for (const change of [{ acquisition: randomSampling }, { seed: 9 }]) {
    const other = await identifyRun({ ...small, ...change });
    expect(other.setting).toBe(run.setting);
    expect(other.id).not.toBe(run.id);
  }
});

test.each<[string, Partial<ActiveLearningOptions>]>([
  ['data', { dataset: clusters({ seed: 2 }) }],
  ['architecture', { architecture: multilayerPerceptron.with({ hidden: [9] }) }],
  ['initial', { initial: 13 }],
  ['query', { query: 5 }],
  ['stages', { stages: 3 }],
  ['training', { training: standardTraining({ epochs: 4 }) }],
  ['first training', { initialTraining: standardTraining({ epochs: 9 }) }],
  ['update', { update: 'from-scratch' }],
  ['measurement', { robustness }],
  ['oracle', { oracle: (positions) => positions.map(() => 0) }],
])('a change of %s changes the model and the setting', async (_, change) => {
  const [run, other] = [await identifyRun(small), await identifyRun({ ...small, ...change })];
  expect(other.id).not.toBe(run.id);
  expect(other.setting).not.toBe(run.setting);
});

test('options of the acquisition function affect the identity', async () => {
  const [run, other] = [
    await identifyRun({ ...small, acquisition: dre }),
    await identifyRun({ ...small, acquisition: dre.with({ bins: 10 }) }),
  ];
  expect(other.id).not.toBe(run.id);
});

test("numbered names of TensorFlow.js do not affect the identity, but layers and weights of a user's network do", async () => {
  const userDefined = (units: number, weights: number): Architecture => {
    const build = (): ReturnType<Architecture> => {
      const layer = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;
      const hidden = tfl.layers.dense({ ...layer, units, inputShape: [2], activation: 'relu' });
      const output = tfl.layers.dense({ ...layer, units: 3, kernelInitializer: 'zeros' });
      const model = tfl.sequential({ layers: [hidden, output] });
      model.setWeights(model.getWeights().map((weight) => tf.fill(weight.shape, weights)));
      return classifier(model, { name: 'own' });
    };
    return Object.defineProperty(build, 'name', { value: 'own' });
  };
  const identify = (units: number, weights: number) =>
    identifyRun({ ...small, architecture: userDefined(units, weights) });
  const run = await identify(4, 0.5);
  expect(await identify(4, 0.5)).toEqual(run);
  expect((await identify(5, 0.5)).setting).not.toBe(run.setting);
  const heavier = await identify(4, 0.25);
  expect(heavier.id).not.toBe(run.id);
  expect(heavier.setting).toBe(run.setting);
});

test('the identity lists all options as JSON and leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  const { options } = await identifyRun({ ...small, robustness });
  expect(tf.memory().numTensors).toBe(before);
  expect(JSON.parse(JSON.stringify(options))).toEqual(options);
  expect(options).toMatchObject({
    dataset: { name: 'clusters' },
    architecture: { name: 'multilayerPerceptron', options: { hidden: [8], dropout: 0 } },
    acquisition: { name: 'maxEntropy', options: {} },
    initial: 12,
    query: 6,
    stages: 2,
    training: { name: 'standardTraining', options: { epochs: 3, batchSize: 8, learningRate: 0.02 } },
    initialTraining: { name: 'standardTraining', options: { epochs: 3, batchSize: 128, learningRate: 0.001 } },
    update: 'continue',
    oracle: null,
    robustness: { attack: 'pgd', epsilon: 0.1, limit: null },
    seed: 3,
    engine: 'wasm 4.22.0, 1 thread',
  });
});

test('the source text of user-defined parts affects the identity', async () => {
  const first = defineAcquisition({ name: 'own', needs: [], score: ({ size }) => new Float64Array(size) });
  const second = defineAcquisition({ name: 'own', needs: [], score: ({ size }) => new Float64Array(size).fill(1) });
  const ids = await Promise.all(
    [first, second].map(async (acquisition) => (await identifyRun({ ...small, acquisition })).id),
  );
  expect(ids[0]).not.toBe(ids[1]);

  const attack = (strength: string): Attack => ({ ...pgd, code: strength });
  const trainings = ['weak', 'strong'].map((strength) => adversarialTraining(attack(strength), 0.1));
  const trained = await Promise.all(trainings.map(async (training) => (await identifyRun({ ...small, training })).id));
  expect(trained[0]).not.toBe(trained[1]);
});
