import { beforeAll, expect, test } from 'vitest';
import { multilayerPerceptron } from '../../src/architectures/index.ts';
import { headlines, type Split } from '../../src/datasets/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { evaluateAccuracy } from '../../src/evaluation/index.ts';
import { createRandom } from '../../src/random/index.ts';
import { subset } from '../../src/splits/index.ts';
import { standardTraining } from '../../src/training/index.ts';

// headlines() is worth learning actively: few labels are not enough, ten times as many are.
// specs/reference/generators/headlines-difficulty.py measures the same with PyTorch, and an LSTM besides.

const dataset = headlines();
const { vocabularySize } = dataset.encoder;

/** Counts of the words of each text, [texts, vocabulary]. */
function bagsOfWords({ inputs, itemShape: [length], labels, size }: Split): Split {
  const counts = new Float32Array(size * vocabularySize);
  inputs.forEach((id, at) => {
    if (id > 0) counts[Math.floor(at / length) * vocabularySize + id]++;
  });
  return { inputs: counts, itemShape: [vocabularySize], labels, size };
}

const [train, held] = [bagsOfWords(dataset.train), bagsOfWords(dataset.test)];

beforeAll(async () => {
  await startEngine();
});

async function accuracyWith(labels: number, epochs: number): Promise<number> {
  const architecture = multilayerPerceptron.with({ hidden: [64], inputRange: [0, 12] });
  const classifier = architecture({ itemShape: [vocabularySize], classes: 4, seed: 1 });
  const random = createRandom(1);
  await standardTraining({ epochs }).fit(classifier, subset(train, random.sample(train.size, labels)), { random });
  const { value } = await evaluateAccuracy(classifier, held, { seed: 1 });
  classifier.dispose();
  return value;
}

test('a perceptron on bags of words with 200 labels reaches 60 to 75 %', async () => {
  const accuracy = await accuracyWith(200, 30);
  expect(accuracy).toBeGreaterThan(0.6);
  expect(accuracy).toBeLessThan(0.75);
});

test('a perceptron on bags of words with 2,000 labels exceeds 90 %', async () => {
  expect(await accuracyWith(2000, 10)).toBeGreaterThan(0.9);
});
