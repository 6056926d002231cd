import { deepFool, idx, pretrained, quantize, test as base, type Split } from 'vitest-dnn';

// Digits of 8 × 8, written by model.py: 300 on which the network was trained, and 597 that it has not seen
const digits = idx('data');
const rows = (split: Split): Split => ({ ...split, itemShape: [64] }); // the network takes 64 numbers
const dataset = { ...digits, name: 'digits', source: undefined, train: rows(digits.train), test: rows(digits.test) };
const test = base.extend('model', { scope: 'file' }, pretrained('digits.onnx', { dataset }));

test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.89);
});

test('is seldom misled by a change of length 0.25', async ({ model, expect }) => {
  await expect(model).toHaveAttackSuccessRateBelow(deepFool, 0.25, 0.2);
});

test('fits into 3,000 bytes with weights of 8 bits, and keeps its accuracy', async ({ model, expect }) => {
  await expect(model).toFitIn(3000, { after: quantize(8) });
  await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.02 });
});
