import { expect, test } from 'vitest';
import { maxEntropy } from '../../../src/acquisition/index.ts';
import { retrain, runActiveLearning } from '../../../src/active-learning/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { deepWordBug, pgd, pwws } from '../../../src/attacks/index.ts';
import { evaluateRobustness } from '../../../src/evaluation/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { adversarialTraining, standardTraining } from '../../../src/training/index.ts';
import { headlinesModel } from '../attacks/words/headlines-network.ts';

const { classifier, dataset } = await headlinesModel();
const attack = pwws.with({ synonyms: 'headlines' });
const selected = subset(
  dataset.train,
  Int32Array.from({ length: 60 }, (_, at) => at),
);

test('trains on the texts that an attack finds, which makes the model more robust against it', async () => {
  const options = { train: dataset.train, selected, attack, epsilon: 0.5, epochs: 3, batchSize: 32, seed: 1 };
  const seen: string[] = [];
  const retrained = await retrain(classifier, {
    ...options,
    learningRate: 0.01,
    progress: ({ task }) => seen.push(task),
  });
  expect(new Set(seen)).toEqual(new Set(['pwws', 'train']));
  const judged = { epsilon: 0.5, seed: 1 };
  const [before, after] = [
    await evaluateRobustness(classifier, selected, attack, judged),
    await evaluateRobustness(retrained, selected, attack, judged),
  ];
  retrained.dispose();
  expect(after.robustAccuracy).toBeGreaterThan(before.robustAccuracy);
});

test('active learning measures robust accuracy under an attack on texts', async () => {
  const stages = runActiveLearning({
    dataset: { ...dataset, source: undefined },
    architecture: multilayerPerceptron.with({ hidden: [4], inputRange: [0, 20_000] }),
    acquisition: maxEntropy,
    initial: 20,
    query: 5,
    stages: 1,
    training: standardTraining({ epochs: 1 }),
    robustness: { attack: deepWordBug, epsilon: 1, limit: 10 },
    seed: 1,
    cache: false,
  });
  const measured: unknown[] = [];
  for await (const { robustness, classifier: trained } of stages) {
    measured.push(robustness);
    trained.dispose();
  }
  expect(measured).toEqual([expect.any(Number), expect.any(Number)]);
});

test('refuses what is no attack on the inputs of the model', async () => {
  const options = { train: dataset.train, selected, epsilon: 0.5, epochs: 1, seed: 1 };
  const { texts: _, ...numbers } = selected;
  await expect(retrain(classifier, { ...options, selected: numbers, attack })).rejects.toThrow(
    /^pwws: the split has no texts\./,
  );
  await expect(retrain(classifier, { ...options, attack: pgd })).rejects.toThrow(/token ids|integers/);
  expect(() => adversarialTraining(attack as never, 0.2)).toThrow(
    /^adversarialTraining: the attack is .*\nExpected an attack, such as pgd\.\n'pwws' changes words of texts\. Pass an attack on numbers, such as pgd\./,
  );
});
