import { beforeAll, describe, expect, test } from 'vitest';
import { defineAttack, square } from '../../../src/attacks/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { InvalidModelError, NumericalError, PredictionError } from '../../../src/errors.ts';
import { evaluateAccuracy, evaluateCompression, evaluateRobustness } from '../../../src/evaluation/index.ts';
import { quantize } from '../../../src/compression/index.ts';
import type { Classifier, Predictor } from '../../../src/models/index.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { margins } from '../attacks/sample.ts';

const size = 300;
const split: Split = {
  inputs: Float32Array.from({ length: size * 2 }, (_, i) => Number(i % 4 < 2)),
  itemShape: [2],
  labels: Int32Array.from({ length: size }, (_, item) => item % 2),
  size,
};
const rowsOf = (inputs: Float32Array, count: number): number[][] =>
  Array.from({ length: count }, (_, item) => [inputs[item * 2], 1 - inputs[item * 2]]);

beforeAll(() => startEngine());

describe('an answer of predict', () => {
  test.for<[string, Predictor['predict']]>([
    ['rows of numbers', rowsOf],
    ['a matrix of rows', (inputs, count) => ({ data: rowsOf(inputs, count) })],
    ['a plain array', (inputs, count) => ({ data: rowsOf(inputs, count).flat(), rows: count, columns: 2 })],
    [
      'doubles',
      (inputs, count) => ({ data: Float64Array.from(rowsOf(inputs, count).flat()), rows: count, columns: 2 }),
    ],
    ['typed rows', (inputs, count) => rowsOf(inputs, count).map((row) => Float32Array.from(row))],
  ])('may be %s', async ([, predict]) => {
    expect(await evaluateAccuracy({ predict }, split)).toMatchObject({ value: 1, inputs: size });
    expect((await evaluateRobustness({ predict }, split, square, { epsilon: 0.1, limit: 2 })).cleanAccuracy).toBe(1);
  });

  test.for<[string, unknown, new (message: string) => Error]>([
    ['nothing', undefined, InvalidModelError],
    ['no object', 5, InvalidModelError],
    ['uneven rows', [[1, 2], [3]], InvalidModelError],
    ['fewer values than rows × columns', { data: [1], rows: 1, columns: 2 }, InvalidModelError],
    ['columns of billions', { data: [1], rows: 1, columns: 2 ** 32 }, InvalidModelError],
    ['texts', [['a', 'b']], NumericalError],
    ['NaN', [[Number.NaN, 0]], NumericalError],
  ])('is refused as %s', async ([, answer, error]) => {
    await expect(evaluateAccuracy({ predict: () => answer as never }, split)).rejects.toThrow(error);
  });
});

describe('a predictor that answers labels only', () => {
  const classOf = (inputs: Float32Array, count: number): number[] =>
    rowsOf(inputs, count).map(([first, second]) => (first >= second ? 0 : 1));

  test.for<[string, Predictor['predict']]>([
    ['integers', (inputs, count) => Int32Array.from(classOf(inputs, count))],
    ['an array', classOf],
    ['labels', (inputs, count) => ({ labels: classOf(inputs, count) })],
  ])('may answer %s', async ([, predict]) => {
    expect(await evaluateAccuracy({ predict }, split)).toMatchObject({ value: 1, inputs: size });
  });

  test('reports the progress of its accuracy', async () => {
    const events: unknown[] = [];
    await evaluateAccuracy({ predict: classOf }, split, { progress: (event) => events.push(event) });
    expect(events).toEqual([128, 256, 300].map((done) => ({ task: 'predict', done, total: 300 })));
  });

  test.for<[string, Predictor['predict'], string]>([
    [
      'a class that the split lacks',
      (_, count) => new Int32Array(count).fill(7),
      'with the label 7.\nExpected an integer from 0 to 1',
    ],
    ['a fraction', (_, count) => Array.from({ length: count }, () => 0.5), 'with the label 0.5'],
    ['too few labels', () => ({ labels: [] }), '1 inputs with 0 labels'],
    ['scores later', (inputs, count) => (count === 1 ? [0] : rowsOf(inputs, count)), 'scores, after labels'],
    ['labels later', (inputs, count) => (count === 1 ? [[0, 1]] : classOf(inputs, count)), 'labels, after scores'],
  ])('is refused with %s', async ([, predict, message]) => {
    const error = await evaluateAccuracy({ name: 'own', predict }, split).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidModelError);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
  });

  test('may answer a class that the split lacks if it says how many it has', async () => {
    const predict = (_: Float32Array, count: number): Int32Array => new Int32Array(count).fill(7);
    expect(await evaluateAccuracy({ predict, classes: 10 }, split)).toMatchObject({ value: 0 });
  });

  test('is not attacked by following its scores', async () => {
    await expect(square.run({ name: 'own', predict: classOf }, split, { epsilon: 0.1 })).rejects.toThrow(
      'square: "own" answers labels, but no scores.\nExpected one score per class and input',
    );
  });

  test('is attacked by a decision-based attack', async () => {
    const swap = defineAttack({
      name: 'swap',
      norm: 'linf',
      access: 'black-box',
      decisionBased: true,
      defaults: {},
      perturb: ({ x }) => tf.sub(1, x),
    });
    expect(swap.decisionBased).toBe(true);
    expect(await evaluateRobustness({ predict: classOf }, split, swap, { epsilon: 1 })).toMatchObject({ value: 0 });
  });
});

describe('a predict that fails', () => {
  const failing = (calls: number): Predictor => ({
    name: 'service',
    predict: async (inputs, count) => {
      if (calls-- <= 0) throw new TypeError('fetch failed');
      return rowsOf(inputs, count);
    },
  });

  test('names the batch, and keeps the accuracy that was measured before', async () => {
    const error = await evaluateAccuracy(failing(2), split).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PredictionError);
    expect(error).toMatchObject({
      message: expect.stringContaining(
        '"service": predict failed in call 3, on 128 inputs, after 129 answered inputs: fetch failed.',
      ),
      measured: { value: 1, inputs: 128, kind: 'accuracy' },
      cause: new TypeError('fetch failed'),
    });
  });

  test('keeps what an attack broke before', async () => {
    const error = await square
      .run(failing(20), split, { epsilon: 1, batchSize: 10 })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PredictionError);
    const none = await square.run(failing(60), split, { epsilon: 0.1 }).catch((reason: unknown) => reason);
    expect(none).toMatchObject({ measured: { correct: expect.any(Uint8Array), broken: expect.any(Uint8Array) } });
  });
});

describe('a model made by hand', () => {
  const predict: Predictor['predict'] = rowsOf;
  test.for<[string, unknown, string]>([
    ['nothing', undefined, 'the model is undefined'],
    ['a predict that is no function', { predict: 5 }, 'Expected a classifier, or { predict(inputs, count) }'],
    ['a promise', Promise.resolve({ predict }), 'await it first'],
    ['billions of classes', { predict, classes: 2 ** 32 }, 'one score per class'],
    ['a share of a class', { predict, classes: 1.5 }, 'classes of the model is 1.5'],
    ['a shape of billions', { predict, itemShape: [2 ** 32] }, 'Expected [4294967296]'],
    ['a shape that is no list', { predict, itemShape: '2' }, 'itemShape of the model is'],
    ['a name that is no text', { predict, name: 7 }, 'name of the model is 7'],
    [
      'predictions of another type',
      { predict, name: 'own', classes: 2, itemShape: [2], inputRange: [0, 1], predictions: () => 5 },
      'predicts 5 for 300 inputs',
    ],
  ])('is refused with %s', async ([, model, message]) => {
    await expect(evaluateAccuracy(model as Predictor, split)).rejects.toThrow(message);
  });

  test.for<[string, object, string]>([
    ['other classes than its layers', { classes: 2 ** 32 }, 'Expected those of its layers: 2 classes'],
    ['another shape than its layers', { itemShape: [3] }, 'items of shape [2]'],
    ['no shape', { itemShape: undefined }, 'items of shape undefined'],
    ['another model', { model: {} }, 'Expected a model of TensorFlow.js with layers'],
    ['a broken range', { inputRange: [1, 0] }, 'Expected two finite numbers [low, high]'],
  ])('is no network with %s', async ([, parts, message]) => {
    const { network } = margins();
    const broken = { ...network, ...parts } as Classifier;
    expect(() => networkOf(broken)).toThrow(message);
    await expect(evaluateCompression(broken, split, quantize(8))).rejects.toThrow(message);
  });
});
