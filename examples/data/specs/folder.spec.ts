import { imageFolder, multilayerPerceptron, standardTraining, test as base, trained } from 'vitest-dnn';

const dataset = await imageFolder('data/pictures'); // train/<class>/*.png and test/<class>/*.png
const training = standardTraining({ epochs: 40 });
const test = base.extend(
  'model',
  { scope: 'file' },
  trained({ dataset, architecture: multilayerPerceptron, training }),
);

test('tells zero, one and seven apart', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.8);
});
