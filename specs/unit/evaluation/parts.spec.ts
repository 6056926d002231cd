import { describe, expect, test } from 'vitest';
import { evaluateAccuracy, type Slice } from '../../../src/evaluation/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { wilson } from '../../../src/statistics/index.ts';
import { split, thresholdModel } from '../matchers/threshold-model.ts';

const model = await thresholdModel();

describe('the accuracy of parts', () => {
  test('lists the weakest first, with intervals that hold for all at once', async () => {
    const slices = {
      sure: ({ values }) => Math.abs(values[0] - 0.5) > 0.25,
      last: (_, index) => index > 7,
    } satisfies Record<string, Slice>;
    const measured = await evaluateAccuracy(model, split, { slices, perClass: true, classNames: ['low', 'high'] });
    const level = 1 - 0.05 / 5; // two classes, two slices, and the whole
    expect(measured.slices).toEqual([
      { name: 'last', inputs: 2, value: 0, interval: wilson(0, 2, level) },
      { name: 'sure', inputs: 6, value: 4 / 6, interval: wilson(4, 6, level) },
    ]);
    expect(measured.perClass?.map(({ name, inputs, value }) => [name, inputs, value])).toEqual([
      ['low', 5, 0.8],
      ['high', 5, 0.8],
    ]);
    expect(measured.interval).toEqual(wilson(8, 10));
  });

  test('names classes without inputs', async () => {
    const options = { perClass: true, classNames: ['low', 'high', 'none', 'neither'] };
    const { perClass, warnings } = await evaluateAccuracy(model, split, options);
    expect(perClass).toHaveLength(2);
    const asked = { predict: (_: Float32Array, count: number) => Array.from({ length: count }, () => [1, 0, 0]) };
    const wide = await evaluateAccuracy({ ...asked, classes: 3 }, split, { perClass: true });
    expect(wide.warnings).toContain("class '2' has no inputs, so nothing is known of it");
    expect(warnings).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['holds nothing', { slices: { none: () => false } }, "The slice 'none' holds none of the 10 inputs"],
    ['answers a number', { slices: { odd: () => 1 } }, "The slice 'odd' answers 1 for input 0"],
    [
      'rejects',
      { slices: { late: () => Promise.reject(new Error('oh')) } },
      "The slice 'late' answers Promise for input 0",
    ],
    ['is asynchronous', { slices: { late: async () => true } }, "The slice 'late' answers Promise for input 0"],
    [
      'throws',
      {
        slices: {
          bad: () => {
            throw new Error('oh');
          },
        },
      },
      "The slice 'bad' throws for input 0: oh",
    ],
    ['is no function', { slices: { bad: true } }, 'Expected an object of functions by name'],
    ['is missing', { slices: {} }, 'at least one'],
    ['meets a sequential measurement', { perClass: true, sequential: { threshold: 0.5 } }, 'sequential and perClass'],
  ])('is refused if a slice %s', async (_, options, message) => {
    const measured = evaluateAccuracy(model, split, options as never);
    await expect(measured).rejects.toThrow(InvalidOptionError);
    await expect(measured).rejects.toThrow(message);
  });
});
