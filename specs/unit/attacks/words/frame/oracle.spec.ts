import { describe, expect, test } from 'vitest';
import { Oracle } from '../../../../../src/attacks/words/frame/oracle.ts';
import { opinions } from '../sample.ts';

test('asks in batches, and about each text once', async () => {
  const model = opinions();
  const oracle = new Oracle(model, 2);
  await oracle.predict(['good', 'bad', 'good', 'film']);
  await oracle.predict(['bad', 'fine']);
  expect(model.calls).toEqual([['good', 'bad'], ['film'], ['fine']]);
  expect(oracle.predictedTexts).toBe(4);
  expect(oracle.classes).toBe(2);
});

test('asks again without the memory, in the same batch', async () => {
  const model = opinions();
  const oracle = new Oracle(model, 8);
  await oracle.predict(['good']);
  const [[film], [good]] = await oracle.predict(['bad', 'good'], ['good']);
  expect([film.label, good.label]).toEqual([0, 1]);
  expect(model.calls).toEqual([['good'], ['bad', 'good']]);
});

test('takes the first of equally probable classes', async () => {
  const [[{ label }]] = await new Oracle({ predict: () => [[0.25, 0.375, 0.375]] }, 8).predict(['film']);
  expect(label).toBe(1);
});

describe('refuses', () => {
  test.each([
    ['logits', [[2, -1]], '"predictor" answers a text with 2, -1.\nExpected probabilities: one per class'],
    ['labels', [1], '"predictor" answers a text with labels.\nExpected probabilities'],
    ['a sum above 1', [[0.9, 0.9]], 'Return the softmax of the logits from predict.'],
    ['too few rows', [], '"predictor" answers 1 inputs with'],
    ['NaN', [[NaN, 1]], '"predictor" answers input 0 with NaN.'],
  ])('%s', async (_, answer, message) => {
    await expect(new Oracle({ predict: () => answer }, 8).predict(['film'])).rejects.toThrow(message);
  });
});
