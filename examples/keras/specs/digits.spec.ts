import { expect, fgsm, idx, margin, pretrained, quantize, selectForRetraining, test as base } from 'vitest-dnn';

// Digits of 8 × 8, written by model.py: 300 on which the network was trained, and 597 that it has not seen
const dataset = idx({ folder: 'data', name: 'digits' });
const test = base.extend('model', { scope: 'file' }, pretrained('digits.keras', { dataset }));

test('reads digits', async ({ model }) => {
  await expect(model).toReachAccuracy(0.9);
});

test('withstands changes of an image up to 1 / 32', async ({ model }) => {
  await expect(model).toBeRobustUpTo(1 / 32, { attack: fgsm, atLeast: 0.75, limit: 100 });
});

test('is as robust with weights of 8 bits', async ({ model }) => {
  await expect(model).toRetainRobustnessAfter(quantize(8), fgsm, 1 / 32, { within: 0.03 });
});

test('makes most of its mistakes on inputs that margin selects for labelling', async ({ model }) => {
  const { classifier, split } = model;
  const { positions } = await selectForRetraining(classifier, split, { acquisition: margin, budget: 90 });
  const predicted = await classifier.predictions(split);
  const mistakes = split.labels.map((label, input) => Number(label !== predicted[input]));
  const count = (values: Int32Array): number => values.reduce((sum, value) => sum + value, 0);
  expect(count(positions.map((input) => mistakes[input]))).toBeGreaterThan(count(mistakes) / 2);
});
