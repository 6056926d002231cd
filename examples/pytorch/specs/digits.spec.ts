import { compress, idx, pgd, pretrained, prune, quantize, test as base } from 'vitest-dnn';

// Digits of 8 × 8, written by model.py: 300 on which the network was trained, and 597 that it has not seen
const dataset = idx({ folder: 'data', name: 'digits' });
const normalize = { mean: [0.305], std: [0.376] }; // as in training; epsilon stays in the units of the images
const test = base.extend('model', { scope: 'file' }, pretrained('digits.onnx', { dataset, normalize }));

test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.9);
});

test('withstands small changes of an image', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pgd, 1 / 32, { atLeast: 0.75, limit: 100 });
});

test('keeps its accuracy if it is made smaller', async ({ model, expect }) => {
  const ways = [quantize.int8({ calibration: dataset.train }), compress(prune(0.3), quantize(8))];
  await expect(model).toRetainAccuracyAfter(ways, { within: 0.03 });
});
