import { expect, test } from 'vitest';
import { annotationsToReach, learningCurve, sumOfDifferences } from '../../../src/statistics/index.ts';

test('learningCurve returns a single run with a deviation of 0', () => {
  expect(learningCurve([[0.5, 0.7]])).toEqual([
    { mean: 0.5, deviation: 0 },
    { mean: 0.7, deviation: 0 },
  ]);
});

test.each([
  [[], 'got 0 runs of no stages'],
  [[[1], [1, 2]], 'got 2 runs of 1, 2 stages'],
])('learningCurve rejects %j', (runs, message) => {
  expect(() => learningCurve(runs)).toThrow(message);
});

test('annotationsToReach returns the labels of the first stage at most half a point below the target', () => {
  expect(annotationsToReach([200, 400, 600], [0.9, 0.985, 0.99], 0.99)).toBe(400); // 0.99 - 0.985 exceeds 0.005 in floats
  expect(annotationsToReach([200, 400, 600], [0.9, 0.985, 0.99], 0.99, 0)).toBe(600);
  expect(annotationsToReach([200, 400], [0.9, 0.98], 0.99)).toBeUndefined();
  expect(() => annotationsToReach([200], [], 0.99)).toThrow('got 1 label counts and 0 accuracies');
});

test('sumOfDifferences is in percentage points', () => {
  expect(sumOfDifferences([0.5, 0.8], [0.5, 0.75])).toBeCloseTo(5);
  expect(() => sumOfDifferences([0.5], [])).toThrow('got 1 and 0 stages');
});
