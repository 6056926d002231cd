import { deepWordBug, headlines, lstm, pwws, quantize, standardTraining, test as base, trained } from 'vitest-dnn';

const dataset = headlines({ train: 2000, test: 300 }); // drawn by code; imdb, tsv, csv and others read files
const training = standardTraining({ epochs: 8, batchSize: 32, learningRate: 0.005 });
const test = base.extend(
  'model',
  { scope: 'file' },
  trained({ dataset, architecture: lstm.with({ units: 32, embedding: 32 }), training }),
);

test('tells the topic of a headline', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.95);
});
test('keeps the topic if synonyms replace a third of the words', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pwws.with({ synonyms: 'headlines' }), 0.34, { atLeast: 0.9 });
});
test('is seldom misled by two typing errors', async ({ model, expect }) => {
  await expect(model).toHaveAttackSuccessRateBelow(deepWordBug.with({ typos: ['swap', 'delete'] }), 2, 0.25, {
    limit: 100,
  });
});
test('keeps its accuracy in 8 bits', async ({ model, expect }) => {
  await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.02 });
});
