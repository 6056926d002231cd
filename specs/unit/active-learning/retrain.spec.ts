import { beforeAll, expect, test } from 'vitest';
import { retrain } from '../../../src/active-learning/index.ts';
import { weightsHash } from '../../../src/active-learning/network-hashes.ts';
import { defineAttack, pgd } from '../../../src/attacks/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { evaluateRobustness } from '../../../src/evaluation/index.ts';
import { type Classifier } from '../../../src/models/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { standardTraining } from '../../../src/training/index.ts';
import { clusters } from './clusters.ts';

const { train, test: held } = clusters({ train: 300, test: 200 });
const selected = subset(held, createRandom(1).sample(100, 60));
const options = {
  train,
  selected,
  attack: pgd.with({ steps: 5 }),
  epsilon: 0.1,
  epochs: 3,
  batchSize: 32,
  learningRate: 0.01,
  seed: 1,
};
let model: Classifier;

beforeAll(async () => {
  await startEngine('wasm');
  model = multilayerPerceptron.with({ hidden: [16] })({ itemShape: [2], classes: 3, seed: 1 });
  await standardTraining({ epochs: 10, batchSize: 32, learningRate: 0.01 }).fit(model, train, {
    random: createRandom(1),
  });
});

test('trains a copy, the same for the same seed, does not change the model and leaves no tensor behind', async () => {
  const weights = weightsHash(model);
  const before = tf.memory().numTensors;
  const retrained = [
    await retrain(model, options),
    await retrain(model, options),
    await retrain(model, { ...options, seed: 2 }),
  ];
  const hashes = retrained.map(weightsHash);
  for (const copy of retrained) copy.dispose();
  expect(weightsHash(model)).toBe(weights);
  expect(hashes[0]).not.toBe(weights);
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
  expect(tf.memory().numTensors).toBe(before);
});

test('crafts one example per selected input against the original model and keeps failed ones', async () => {
  const crafted: number[] = [];
  const watched = defineAttack({
    name: 'watched',
    norm: 'linf',
    access: 'white-box',
    defaults: {},
    perturb: ({ classifier, x, positions }) => {
      expect(classifier).toBe(model);
      crafted.push(...Array.from(positions ?? []));
      return tf.add(x, 0.1);
    },
  });
  const events: string[] = [];
  const progress = ({ task, done, total }: { task: string; done?: number; total?: number }) =>
    events.push(`${task} ${done}/${total}`);
  (await retrain(model, { ...options, attack: watched, epochs: 1, progress })).dispose();
  expect(crafted).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(events.slice(0, 2)).toEqual(['watched 32/60', 'watched 60/60']);
  expect(events.at(-1)).toBe('train 12/12'); // 300 + 60 inputs in batches of 32
});

test('makes the model more robust against the attack', async () => {
  const judged = subset(
    held,
    Int32Array.from({ length: 100 }, (_, i) => 100 + i),
  );
  const robustness = async (classifier: Classifier): Promise<number> =>
    (await evaluateRobustness(classifier, judged, options.attack, { epsilon: 0.1, seed: 1 })).robustAccuracy;
  const retrained = await retrain(model, {
    ...options,
    selected: subset(
      held,
      Int32Array.from({ length: 100 }, (_, i) => i),
    ),
    epochs: 10,
  });
  expect(await robustness(retrained)).toBeGreaterThan(await robustness(model));
  retrained.dispose();
});

test.each([
  ['an epsilon outside the range', { epsilon: 2 }, 'pgd: epsilon is 2.'],
  ['no epochs', { epochs: 0 }, 'standardTraining: epochs is 0.'],
  [
    'an attack that crafts nothing',
    { attack: { ...pgd, craft: () => undefined as never } },
    'pgd: craft returned undefined.\nExpected a tensor [32, 2].',
  ],
  ['a selection without inputs', { selected: subset(held, []) }, 'The selected inputs is empty.'],
])('rejects %s', async (_, change, message) => {
  const before = tf.memory().numTensors;
  await expect(retrain(model, { ...options, ...change })).rejects.toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses a clone that is no classifier, also if it is a promise that is rejected', async () => {
  const cloned = { ...model, clone: () => Promise.reject(new Error('no copy')) as never };
  await expect(retrain(cloned, options)).rejects.toThrow('the result of clone is');
});
