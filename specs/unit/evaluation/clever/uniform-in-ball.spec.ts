import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uniformInBall, type BallNorm } from '../../../../src/evaluation/clever/uniform-in-ball.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { kolmogorovSmirnov } from '../../../../src/statistics/index.ts';

const size: Record<BallNorm, (point: Float32Array) => number> = {
  l1: (point) => point.reduce((sum, value) => sum + Math.abs(value), 0),
  l2: (point) => Math.hypot(...point),
  linf: (point) => Math.max(...point.map(Math.abs)),
};
const norms = Object.keys(size) as BallNorm[];

describe.each(norms)('uniformInBall, %s', (norm) => {
  test('stays in the ball', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer(),
        (d, radius, seed) => {
          const point = new Float32Array(d);
          uniformInBall(point, norm, radius, createRandom(seed));
          expect(size[norm](point)).toBeLessThanOrEqual(radius * (1 + 1e-5));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('is uniform: a ball of radius r holds the share (r / R)^d, and every coordinate is symmetric', () => {
    const [d, count] = [3, 2000];
    const random = createRandom(3);
    const points = Array.from({ length: count }, () => {
      const point = new Float32Array(d);
      uniformInBall(point, norm, 2, random);
      return point;
    });
    const sizes = points.map((point) => size[norm](point));
    expect(kolmogorovSmirnov(sizes, (value) => Math.min(1, (value / 2) ** d)).p).toBeGreaterThan(0.01);
    for (let i = 0; i < d; i++) {
      const mean = points.reduce((sum, point) => sum + point[i], 0) / count;
      expect(Math.abs(mean)).toBeLessThan(0.07);
      const positive = points.filter((point) => point[i] > 0).length / count;
      expect(Math.abs(positive - 0.5)).toBeLessThan(0.05);
    }
  });
});
