import { describe, expect, test } from 'vitest';
import { distinctRows, repeated } from '../../../src/models/distinct-rows.ts';
import { evaluable, textSubject } from '../../../src/models/text-predictor.ts';
import { textEncoder } from '../../../src/text/index.ts';
import type { Predictor } from '../../../src/models/contract.ts';
import { headlinesModel } from '../attacks/words/headlines-network.ts';

const { classifier, dataset } = await headlinesModel();
const { encoder } = dataset;
const texts = ['company profit', 'qwertz uiop', 'asdfgh jkl', ''];
const data = { texts, labels: [0, 1, 2, 3] };

test('a classifier reads texts through its encoder, as it reads their ids, and equal ids once', async () => {
  const { model } = textSubject('own', classifier, data);
  const inputs = encoder.encode(texts);
  const answer = await model.predict(texts);
  expect(answer).toEqual(
    await classifier.probabilities({ inputs, itemShape: [12], labels: new Int32Array(4), size: 4 }),
  );
  const { size, rowOf } = distinctRows(inputs, 12);
  expect([size, rowOf]).toEqual([3, [0, 1, 1, 2]]);
  const matrix = { data: Float32Array.of(1, 2, 3, 4), rows: 2, columns: 2 };
  expect(repeated(matrix, [1, 0, 1])).toEqual({ data: Float32Array.of(3, 4, 1, 2, 3, 4), rows: 3, columns: 2 });
});

test('a predictor of ids is asked through the encoder of the split, and its logits become probabilities', async () => {
  const asked: number[] = [];
  const predict = (ids: Float32Array, count: number) => {
    asked.push(ids.length);
    return Array.from({ length: count }, () => [0, Math.log(3)]);
  };
  const { model } = textSubject('own', { predict }, { ...dataset.test });
  const { data: values, rows } = (await model.predict(['a', 'b', 'company'])) as { data: Float32Array; rows: number };
  expect(rows).toBe(3);
  expect(asked).toEqual([24]); // a and b are unknown
  expect([...values]).toEqual([0.25, 0.75, 0.25, 0.75, 0.25, 0.75].map((value) => expect.closeTo(value, 6) as number));
});

test('the unknown word is in no vocabulary', () => {
  const own = textEncoder({ vocabulary: ['<padding>', '<unknown>', 'qxunknownqx'], length: 2 });
  const split = { ...dataset.test, encoder: own };
  const { model } = textSubject('own', { predict: () => [[0.5, 0.5]] }, split);
  expect(model.unknownWord).toBe('qxunknownqxx');
});

test('texts with labels become a split: of ids for a classifier, of numbers for what is asked about texts', async () => {
  expect(evaluable('own', classifier, data).split).toMatchObject({ texts, itemShape: [12], size: 4 });
  const model = { predict: (some: readonly string[]) => some.map((text) => [text.length, 0]) };
  const { split, model: predictor } = evaluable('own', model, data);
  expect(split).toMatchObject({ texts, itemShape: [1], inputs: Int32Array.of(0, 1, 2, 3) });
  expect(await (predictor as Predictor).predict(Float32Array.of(2, 0), 2)).toEqual([
    [10, 0],
    [14, 0],
  ]);
  expect(evaluable('own', model, data).split).toBe(split);
  expect(evaluable('own', classifier, dataset.test).split).toBe(dataset.test);
});

describe('refuses', () => {
  test.each([
    ['no model', undefined, data, /^own: the model is undefined\.\nExpected a classifier of texts/],
    ['a classifier of numbers', { ...classifier, encoder: undefined }, { ...data }, /reads numbers, no texts/],
    ['no texts', classifier, { labels: [1] }, /^own: the split has no texts\./],
    ['no data', classifier, undefined, /^own: the split has no texts: it is undefined\./],
  ])('%s', (_, model, given, message) => {
    expect(() => textSubject('own', model as never, given as never)).toThrow(message);
  });

  test('labels that do not fit', () => {
    const model = { predict: () => [[1, 0]] };
    expect(() => evaluable('own', model, { texts, labels: [1] })).toThrow(
      /^own: the split has .* as labels\.\nExpected/,
    );
  });
});
