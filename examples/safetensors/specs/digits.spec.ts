import { idx, leNet5, pgd, pretrained, quantize, test as base } from 'vitest-dnn';

// Digits of 16 × 16, written by model.py: 300 on which the network was trained, and 597 that it has not seen
const dataset = idx({ folder: 'data', name: 'digits' });
const weights = pretrained('digits.safetensors', { dataset, architecture: leNet5 });
const test = base.extend('model', { scope: 'file' }, weights);

test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.85);
});

test('withstands small changes of an image', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pgd, 1 / 32, { atLeast: 0.6, limit: 100 });
});

test('keeps its accuracy with weights of 8 bits', async ({ model, expect }) => {
  await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.02 });
});
