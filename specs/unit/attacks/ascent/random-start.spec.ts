import { beforeAll, expect, test } from 'vitest';
import type { AttackedBatch } from '../../../../src/attacks/contract.ts';
import { surfaceStart, ballStart } from '../../../../src/attacks/ascent/random-start.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf } from '../../../../src/engine/tensors.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { linearClassifier } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

function draw(items: number, positions?: number[], start: (batch: AttackedBatch) => Tensor = ballStart): Float32Array {
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

test('a start is uniform over the L-inf ball', () => {
  const shifts = [...draw(20)].map((value) => (value - 0.5) / 0.25);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.max(...shifts)).toBeLessThanOrEqual(1);
  expect(Math.min(...shifts)).toBeGreaterThanOrEqual(-1);
  expect(mean(shifts)).toBeCloseTo(0, 1);
  expect(mean(shifts.map((shift) => shift ** 2))).toBeCloseTo(1 / 3, 1);
});

test('a start in L2 has a uniform distance from the input, or lies on the border of the ball', () => {
  const sizes = (start: (batch: AttackedBatch) => Tensor): number[] => {
    const values = draw(200, undefined, start);
    return Array.from({ length: 200 }, (_, item) =>
      Math.hypot(...values.subarray(item * 500, (item + 1) * 500).map((value) => value - 0.5)),
    ).toSorted((a, b) => a - b);
  };
  // none of 200 uniform values differs by more than 0.14 from its rank (Kolmogorov-Smirnov, p = 0.001)
  sizes((batch) => ballStart(batch, 'l2')).forEach((size, rank) =>
    expect(Math.abs(size / 0.25 - (rank + 0.5) / 200)).toBeLessThan(0.14),
  );
  for (const size of sizes((batch) => surfaceStart(batch, 'l2'))) expect(size).toBeCloseTo(0.25, 5);
});

test('a surface start touches the border of the L-inf ball', () => {
  const shifts = draw(20, undefined, (batch) => surfaceStart(batch, 'linf')).map((value) => Math.abs(value - 0.5));
  for (let item = 0; item < 20; item++) {
    expect(Math.max(...shifts.subarray(item * 500, (item + 1) * 500))).toBeCloseTo(0.25, 6);
  }
});

test('an input has the same start in every batch', () => {
  const pair = draw(2, [11, 4]);
  expect(draw(1, [4])).toEqual(pair.slice(500));
  expect(pair.slice(0, 500)).not.toEqual(pair.slice(500));
});
