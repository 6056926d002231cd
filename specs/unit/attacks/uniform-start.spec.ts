import { beforeAll, expect, test } from 'vitest';
import type { AttackedBatch } from '../../../src/attacks/contract.ts';
import { surfaceStart, uniformStart } from '../../../src/attacks/uniform-start.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { type Tensor, tf } from '../../../src/engine/tensors.ts';
import { createRandom } from '../../../src/random/index.ts';
import { linearClassifier } from './sample.ts';

beforeAll(() => startEngine('wasm'));

function draw(
  items: number,
  positions?: number[],
  start: (batch: AttackedBatch) => Tensor = uniformStart,
): Float32Array {
  const classifier = linearClassifier(Array.from({ length: 500 }, () => [1, 0]));
  return tf.tidy(() => {
    const x = tf.add(tf.zeros([items, 500]), 0.5);
    const y = tf.zeros([items], 'int32') as never;
    return start({
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

test('is uniform over the L2 ball, and on its border', () => {
  const sizes = (start: 'ball' | 'border'): number[] => {
    const values = draw(
      20,
      undefined,
      start === 'ball' ? (batch) => uniformStart(batch, 'l2') : (batch) => surfaceStart(batch, 'l2'),
    );
    return Array.from({ length: 20 }, (_, item) =>
      Math.hypot(...values.subarray(item * 500, (item + 1) * 500).map((value) => value - 0.5)),
    );
  };
  const ball = sizes('ball');
  expect(Math.max(...ball)).toBeLessThan(0.25);
  expect(Math.min(...ball)).toBeGreaterThan(0.25 * 0.98); // 20 draws of u^(1/500)
  for (const size of sizes('border')) expect(size).toBeCloseTo(0.25, 5);
});

test('touches the border of the cube', () => {
  const shifts = draw(20, undefined, (batch) => surfaceStart(batch, 'linf')).map((value) => Math.abs(value - 0.5));
  for (let item = 0; item < 20; item++) {
    expect(Math.max(...shifts.subarray(item * 500, (item + 1) * 500))).toBeCloseTo(0.25, 6);
  }
});

test('gives an input the same start in whatever batch it stands', () => {
  const pair = draw(2, [11, 4]);
  expect(draw(1, [4])).toEqual(pair.slice(500));
  expect(pair.slice(0, 500)).not.toEqual(pair.slice(500));
});
