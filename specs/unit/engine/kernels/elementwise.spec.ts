import { beforeEach, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, randomTensor } from '../both-engines.ts';

beforeEach(() => startEngine(compared).then(() => undefined));

test('the sign of the smallest numbers is not 0', async () => {
  await startEngine('wasm');
  const x = tf.tensor1d([1e-7, -1e-7, 1e-38, -1e-38, 0, -0, 3, -Infinity, NaN]);
  expect([...tf.sign(x).dataSync()]).toEqual([1, -1, 1, -1, 0, 0, 1, -1, 0]);
});

test('clipped NaN stays NaN', () => {
  const x = tf.tensor1d([NaN, 5, -5, 0.5, Infinity, -Infinity, NaN]);
  expect([...tf.clipByValue(x, 0, 1).dataSync()]).toEqual([NaN, 1, 0, 0.5, 1, 0, NaN]);
});

test('signs and clipped numbers are those of the JavaScript engine', () =>
  expectSameOnBothEngines(() =>
    [1, 3, 4, 7, 64].flatMap((size) => {
      const x = randomTensor([size], size);
      return [tf.sign(x), tf.clipByValue(x, -0.3, 0.4)];
    }),
  ));

test('whole numbers are clipped as whole numbers', () => {
  expect([...tf.clipByValue(tf.tensor1d([1, 9], 'int32'), 2, 5).dataSync()]).toEqual([2, 5]);
});
