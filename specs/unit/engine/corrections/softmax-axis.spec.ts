import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { compared, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

describe.each(['cpu', compared] as const)('on engine %s', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each([1, 2, 3, -1, -2, -3])('a softmax over axis %i normalises this axis, and has a gradient', (axis) => {
    const layer = tfl.layers.softmax({ axis });
    tf.tidy(() => {
      const x = randomTensor([2, 3, 4, 5], 1);
      const exponentials = tf.exp(x);
      const expected = tf.div(exponentials, tf.sum(exponentials, axis, true)).dataSync();
      const actual = (layer.apply(x) as Tensor).dataSync();
      actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
      expectGradientByDifferences((v) => layer.apply(v) as Tensor, [x], 0.05);
    });
  });
});
