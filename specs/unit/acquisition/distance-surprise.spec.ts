import { expect, test } from 'vitest';
import { distanceSurprise } from '../../../src/acquisition/index.ts';
import { matrixOf } from './matrix.ts';

const labelled = { labelledFeatures: matrixOf([[0], [4], [10]]), labelledPredictions: Int32Array.of(0, 0, 1) };
const pool = (features: number[], classes: number[], count = 3) => ({
  size: features.length,
  features: matrixOf(features.map((feature) => [feature])),
  probabilities: matrixOf(classes.map((which) => Array.from({ length: count }, (_, c) => Number(c === which)))),
});
const scores = async (signals: object): Promise<number[]> =>
  Array.from((await distanceSurprise.scores?.({ size: 0, ...signals })) ?? []);

test('is the distance to the predicted class divided by its distance to the next class', async () => {
  expect(await scores({ ...labelled, ...pool([1, 5, 13, 4], [0, 0, 1, 0]) })).toEqual(
    [0.1, 1 / 6, 0.5, 0].map(approximately),
  );
});

test('compares an input with all classes if its class has no training inputs', async () => {
  expect(await scores({ ...labelled, ...pool([9], [2]) })).toEqual([1 / 6].map(approximately));
});

test('does not divide for a single class, nor by 0', async () => {
  const one = { labelledFeatures: matrixOf([[0]]), labelledPredictions: Int32Array.of(0) };
  expect(await scores({ ...one, ...pool([3], [0]) })).toEqual([3]);
  const same = { labelledFeatures: matrixOf([[0], [0]]), labelledPredictions: Int32Array.of(0, 1) };
  expect(await scores({ ...same, ...pool([3, 0], [0, 1]) })).toEqual([Number.MAX_VALUE, 0]);
});

test('refuses classes of another number of labelled inputs', async () => {
  const labelledPredictions = Int32Array.of(0, 1);
  await expect(scores({ ...labelled, labelledPredictions, ...pool([3], [0]) })).rejects.toThrow(
    'distanceSurprise: labelledPredictions has 2 classes, but labelledFeatures has 3 rows.',
  );
});

test('is 0 without a labelled set', async () => {
  const none = {
    labelledFeatures: { data: new Float32Array(0), rows: 0, columns: 1 },
    labelledPredictions: new Int32Array(0),
  };
  expect(await scores({ ...none, ...pool([3, 4], [0, 1]) })).toEqual([0, 0]);
});

const approximately = (value: number): unknown => expect.closeTo(value, 6);
