import { multilayerPerceptron, parquet, standardTraining, test as base, trained } from 'vitest-dnn';

const dataset = await parquet('data/table'); // the columns image and label, as Hugging Face writes them
const training = standardTraining({ epochs: 40 });
const test = base.extend(
  'model',
  { scope: 'file' },
  trained({ dataset, architecture: multilayerPerceptron, training }),
);

test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.75);
});
