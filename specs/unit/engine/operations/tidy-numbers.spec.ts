import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { tidyNumbers } from '../../../../src/engine/operations/tidy-numbers.ts';

beforeAll(() => startEngine());

test('returns the result of the work and frees its tensors', () => {
  const before = tf.memory().numTensors;
  expect(tidyNumbers(() => tf.square(tf.tensor1d([1, 2, 3])).dataSync())).toEqual(Float32Array.of(1, 4, 9));
  expect(tidyNumbers(() => void tf.scalar(1))).toBeUndefined();
  expect(tf.memory().numTensors).toBe(before);
});

test('frees the tensors if the work throws', () => {
  const before = tf.memory().numTensors;
  const failing = () => {
    tf.scalar(1);
    throw new Error('no');
  };
  expect(() => tidyNumbers(failing)).toThrow('no');
  expect(tf.memory().numTensors).toBe(before);
});
