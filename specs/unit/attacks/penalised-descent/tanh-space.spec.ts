import { beforeAll, expect, test } from 'vitest';
import { tanhSpace } from '../../../../src/attacks/penalised-descent/tanh-space.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';

beforeAll(() => startEngine('wasm'));

test.each([
  [0, 1],
  [-1, 1],
  [-3, 5],
])('tanhSpace maps [%d, %d] to all numbers and back', (lowest, highest) => {
  const { enter, leave } = tanhSpace([lowest, highest]);
  const width = highest - lowest;
  const x = [0, 0.01, 0.5, 0.7, 1].map((share) => lowest + share * width);
  tf.tidy(() => {
    const u = enter(tf.tensor1d(x));
    expect(u.dataSync().every(Number.isFinite)).toBe(true);
    const { point, slope } = leave(u);
    point.dataSync().forEach((value, i) => expect(Math.abs(value - x[i])).toBeLessThanOrEqual(1e-6 * width));
    u.dataSync().forEach((value, i) => {
      expect(point.dataSync()[i]).toBeCloseTo(lowest + (width / 2) * (1 + Math.tanh(value)), 5);
      expect(slope.dataSync()[i]).toBeCloseTo((width / 2) * (1 - Math.tanh(value) ** 2), 5);
    });
    expect([...leave(tf.tensor1d([-200, 200])).point.dataSync()]).toEqual([lowest, highest]);
  });
});

test('tanhSpace keeps a slope above 0 at the lower border of the range', () => {
  const { enter, leave } = tanhSpace([0, 1]);
  const slope = tf.tidy(() => leave(enter(tf.tensor1d([0]))).slope);
  expect(slope.dataSync()[0] / 1e-6).toBeCloseTo(1, 3);
  slope.dispose();
});
