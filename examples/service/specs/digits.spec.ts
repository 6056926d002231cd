import { readFileSync } from 'node:fs';
import { service, split, square, test } from 'vitest-dnn';

// Images that the model was not trained on, written by model.py
const { images, labels } = JSON.parse(readFileSync('digits.json', 'utf8')) as { images: number[]; labels: number[] };
const digits = split(images, labels, { itemShape: [8, 8, 1] });

// MLServer answers labels unless probabilities are asked for
const url = process.env.MODEL_URL ?? 'http://127.0.0.1:8080/v2/models/digits';
const classifier = service(url, { output: 'predict_proba' });

test('the service reads digits', async ({ expect }) => {
  await expect({ classifier, split: digits }).toReachAccuracy(0.9);
});

test('the service withstands small perturbations', async ({ expect }) => {
  const attack = square.with({ queries: 100 });
  await expect({ classifier, split: digits }).toBeRobustAgainst(attack, 1 / 16, { atLeast: 0.5, limit: 50 });
});
