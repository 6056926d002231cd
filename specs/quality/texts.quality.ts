import { deepWordBug, headlines, lstm, pwws, standardTraining, test as base, trained } from 'vitest-dnn';

const dataset = headlines({ train: 2000, test: 300 }); // drawn by code
const training = standardTraining({ epochs: 8, batchSize: 32, learningRate: 0.005 });
const test = base.extend(
  'model',
  { scope: 'file' },
  trained({ name: 'texts', dataset, architecture: lstm.with({ units: 32, embedding: 32 }), training }),
);

test('tells the topic of a headline', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.95);
});

test('keeps the topic if synonyms replace a third of the words', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pwws.with({ synonyms: 'headlines' }), 0.34, { atLeast: 0.9 });
});

test('is seldom misled by two typing errors', async ({ model, expect }) => {
  await expect(model).toHaveAttackSuccessRateBelow(deepWordBug.with({ typos: ['swap', 'delete'] }), 2, 0.2);
});
