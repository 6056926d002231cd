import { beforeAll, expect, test } from 'vitest';
import { uniformStart } from '../../../src/attacks/uniform-start.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { createRandom } from '../../../src/random/index.ts';
import { linearClassifier } from './sample.ts';

beforeAll(() => startEngine('wasm'));

function draw(items: number, positions?: number[]): Float32Array {
  const classifier = linearClassifier(Array.from({ length: 500 }, () => [1, 0]));
  return tf.tidy(() => {
    const x = tf.add(tf.zeros([items, 500]), 0.5);
    const y = tf.zeros([items], 'int32') as never;
    return uniformStart({
      classifier,
      x,
      y,
      epsilon: 0.25,
      random: createRandom(7),
      positions,
    }).dataSync() as Float32Array;
  });
}

test('is uniform over the ball', () => {
  const shifts = [...draw(20)].map((value) => (value - 0.5) / 0.25);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.max(...shifts)).toBeLessThanOrEqual(1);
  expect(Math.min(...shifts)).toBeGreaterThanOrEqual(-1);
  expect(mean(shifts)).toBeCloseTo(0, 1);
  expect(mean(shifts.map((shift) => shift ** 2))).toBeCloseTo(1 / 3, 1);
});

test('gives an input the same start in whatever batch it stands', () => {
  const pair = draw(2, [11, 4]);
  expect(draw(1, [4])).toEqual(pair.slice(500));
  expect(pair.slice(0, 500)).not.toEqual(pair.slice(500));
});
