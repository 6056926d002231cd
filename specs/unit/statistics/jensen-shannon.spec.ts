import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divergenceOf, jensenShannon } from '../../../src/statistics/index.ts';

const mass = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 10, noNaN: true }));
const pair = fc.integer({ min: 1, max: 30 }).chain((length) => {
  const distribution = fc
    .array(mass, { minLength: length, maxLength: length })
    .filter((p) => p.some((value) => value > 0));
  return fc.tuple(distribution, distribution);
});

describe('jensenShannon', () => {
  test('lies in [0, ln 2], is symmetric and ignores the scale', () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const divergence = jensenShannon(p, q);
        expect(divergence).toBeGreaterThanOrEqual(0);
        expect(divergence).toBeLessThanOrEqual(Math.LN2);
        expect(jensenShannon(q, p)).toBeCloseTo(divergence, 12);
        expect(
          jensenShannon(
            p.map((value) => 5 * value),
            q,
          ),
        ).toBeCloseTo(divergence, 12);
        expect(jensenShannon(p, p)).toBeCloseTo(0, 14);
      }),
    );
  });

  test('has a square root that satisfies the triangle inequality', () => {
    const three = fc.tuple(
      ...[0, 1, 2].map(() => fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })),
    );
    fc.assert(
      fc.property(three, ([p, q, r]) => {
        const distance = (a: number[], b: number[]): number => Math.sqrt(jensenShannon(a, b));
        expect(distance(p, r)).toBeLessThanOrEqual(distance(p, q) + distance(q, r) + 1e-7);
      }),
    );
  });

  test('is ln 2 if the distributions share no entry', () => {
    expect(jensenShannon([1, 0], [0, 1])).toBe(Math.LN2);
  });

  test.each([
    [[1], [1, 2], 'got 1 and 2 bins'],
    [[0, 0], [1, 1], 'p adds up to 0'],
    [[1, 1], [2, -1], 'q[1] is -1'],
    [[Number.NaN, 1], [1, 1], 'p[0] is NaN'],
    [[], [], 'p adds up to 0'],
  ])('rejects %j and %j', (p, q, message) => {
    expect(() => jensenShannon(p, q)).toThrow(message);
  });
});

describe('divergenceOf', () => {
  const pool = Array.from({ length: 100 }, (_, i) => i / 99);

  test('is 0 for the pool itself and positive for its extremes', () => {
    expect(divergenceOf(pool, pool)).toBe(0);
    expect(divergenceOf(pool.toReversed(), pool)).toBeCloseTo(0, 14);
    expect(divergenceOf(pool.slice(-5), pool)).toBeGreaterThan(
      divergenceOf(
        pool.filter((_, i) => i % 20 === 0),
        pool,
      ),
    );
  });

  test('is 0 for any selection from a constant pool', () => {
    expect(divergenceOf([1], [1, 1, 1])).toBe(0);
  });

  test('has 50 bins by default', () => {
    expect(divergenceOf(pool.slice(0, 7), pool)).toBe(divergenceOf(pool.slice(0, 7), pool, 50));
    expect(divergenceOf(pool.slice(0, 7), pool, 5)).not.toBe(divergenceOf(pool.slice(0, 7), pool));
  });

  test.each([
    [[], [1], 'there are no values'],
    [[1], [], 'lies outside'],
    [[3], [1, 2], 'value 3 (entry 0) lies outside [1, 2]'],
  ])('rejects %j of %j', (selected, from, message) => {
    expect(() => divergenceOf(selected, from)).toThrow(message);
  });
});

test('names an entry that is no number, whatever it is', () => {
  for (const entry of [Symbol('s'), new Float32Array(1), { toString: null }])
    expect(() => jensenShannon([entry] as never, [1])).toThrow(/jensenShannon: .*\n?Expected/);
});
