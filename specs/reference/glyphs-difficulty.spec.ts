import { beforeAll, expect, test } from 'vitest';
import { glyphs } from '../../src/datasets/index.ts';
import { subset } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { evaluateAccuracy } from '../../src/evaluation/index.ts';
import { leNet5 } from '../../src/architectures/index.ts';
import { createRandom } from '../../src/random/index.ts';
import { standardTraining } from '../../src/training/index.ts';

// glyphs() is worth learning actively: few labels are not enough, ten times as many are.
// specs/reference/generators/glyphs-difficulty.py measures the same with PyTorch.

const { train, test: held } = glyphs();

beforeAll(async () => {
  await startEngine();
});

async function accuracyWith(labels: number, epochs: number, batchSize: number, learningRate: number): Promise<number> {
  const classifier = leNet5({ itemShape: train.itemShape, classes: 10, seed: 1 });
  const random = createRandom(1);
  const training = standardTraining({ epochs, batchSize, learningRate });
  await training.fit(classifier, subset(train, random.sample(train.size, labels)), { random });
  const { value } = await evaluateAccuracy(classifier, held, { seed: 1 });
  classifier.dispose();
  return value;
}

test('LeNet-5 with 200 labels reaches less than 90 %', async () => {
  const accuracy = await accuracyWith(200, 40, 32, 0.002);
  expect(accuracy).toBeLessThan(0.9);
  expect(accuracy).toBeGreaterThan(0.7);
}, 180_000);

test('LeNet-5 with 2,000 labels exceeds 97 %', async () => {
  expect(await accuracyWith(2000, 10, 64, 0.003)).toBeGreaterThan(0.97);
}, 180_000);
