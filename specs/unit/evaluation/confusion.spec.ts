import { describe, expect, test } from 'vitest';
import { confusionOf } from '../../../src/evaluation/confusion.ts';
import { evaluateAccuracy } from '../../../src/evaluation/index.ts';
import { split, thresholdModel } from '../matchers/threshold-model.ts';

describe('the confusion matrix', () => {
  test('counts inputs by true class and predicted class', async () => {
    const { confusion } = await evaluateAccuracy(await thresholdModel(), split);
    expect(confusion).toEqual({
      classes: ['0', '1'],
      counts: [
        [4, 1],
        [1, 4],
      ],
    });
  });

  test('names the classes, and has rows of classes that no input has', () => {
    const labels = Int32Array.of(0, 1, 1);
    expect(confusionOf(labels, Int32Array.of(1, 1, 0), { classes: 3, classNames: ['cat', 'dog'] })).toEqual({
      confusion: {
        classes: ['cat', 'dog', '2'],
        counts: [
          [0, 1, 0],
          [1, 1, 0],
          [0, 0, 0],
        ],
      },
    });
  });

  test('is omitted above 100 classes', () => {
    expect(confusionOf(Int32Array.of(0), Int32Array.of(0), { classes: 101 })).toEqual({});
    expect(confusionOf(Int32Array.of(0), Int32Array.of(99), {}).confusion?.counts).toHaveLength(100);
  });

  test('of a sequential measurement counts the inputs that are done', async () => {
    const options = { sequential: { threshold: 0.1 }, seed: 1 };
    const { confusion, inputs } = await evaluateAccuracy(await thresholdModel(), split, options);
    expect(confusion?.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(inputs);
  });
});
