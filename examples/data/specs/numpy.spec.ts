import { multilayerPerceptron, npz, standardTraining, test as base, trained } from 'vitest-dnn';

const dataset = npz('data/digits.npz'); // np.savez_compressed(path, x_train=…, y_train=…, x_test=…, y_test=…)
const training = standardTraining({ epochs: 40 });
const test = base.extend(
  'model',
  { scope: 'file' },
  trained({ dataset, architecture: multilayerPerceptron, training }),
);

test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.75);
});
