import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { clipToBall } from '../../../src/norms/ball.ts';
import type { Norm } from '../../../src/norms/norm.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';

beforeAll(() => startEngine('wasm'));

const norms = ['linf', 'l2', 'l1', 'l0'] as const;

const size: Record<Norm, (shift: readonly number[]) => number> = {
  linf: (shift) => Math.max(...shift.map(Math.abs)),
  l2: (shift) => Math.hypot(...shift),
  l1: (shift) => shift.reduce((sum, value) => sum + Math.abs(value), 0),
  l0: (shift) => shift.filter((value) => value !== 0).length,
};

function clip(candidate: readonly number[], x: readonly number[], epsilon: number, norm: Norm): number[] {
  return tf.tidy(() => [
    ...clipToBall(tf.tensor2d([[...candidate]]), tf.tensor2d([[...x]]), epsilon, norm, [0, 1]).dataSync(),
  ]);
}

describe.each(norms)('clipToBall in %s', (norm) => {
  const value = (min: number, max: number): fc.Arbitrary<number[]> =>
    fc.array(fc.float({ min, max, noNaN: true }), { minLength: 4, maxLength: 4 });
  const radius = norm === 'l0' ? fc.integer({ min: 0, max: 4 }) : fc.double({ min: 0, max: 2, noNaN: true });

  test('returns points in the ball and in the range', () => {
    fc.assert(
      fc.property(value(-3, 3), value(0, 1), radius, (candidate, x, epsilon) => {
        const clipped = clip(candidate, x, epsilon, norm);
        const exact = [...Float32Array.from(x)];
        expect(size[norm](clipped.map((v, i) => v - exact[i]))).toBeLessThanOrEqual(epsilon + 1e-6);
        expect(clipped.every((v) => v >= 0 && v <= 1)).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('does not change points inside', () => {
    fc.assert(
      fc.property(value(0, 1), value(0, 1), (candidate, x) => {
        clip(candidate, x, 4, norm).forEach((v, i) => expect(v).toBeCloseTo(candidate[i], 6));
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

test('clipToBall projects on the L2 sphere along the radius', () => {
  const projected = clip([0.3 + 0.3, 0.2 + 0.4], [0.3, 0.2], 0.25, 'l2');
  expect(projected[0]).toBeCloseTo(0.3 + 0.15, 6);
  expect(projected[1]).toBeCloseTo(0.2 + 0.2, 6);
});
