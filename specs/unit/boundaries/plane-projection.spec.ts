import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projectOntoPlane } from '../../../src/boundaries/plane-projection.ts';

type Norm = 'linf' | 'l2';

const number = (min: number, max: number) =>
  fc.integer({ min: 1000 * min, max: 1000 * max }).map((thousandths) => Math.fround(thousandths / 1000));
const problem = fc.integer({ min: 1, max: 12 }).chain((length) =>
  fc.record({
    values: fc.array(number(0, 1), { minLength: length, maxLength: length }),
    normals: fc.array(fc.oneof(fc.constant(0), number(-3, 3)), { minLength: length, maxLength: length }),
    height: number(-4, 4),
    norm: fc.constantFrom<Norm>('linf', 'l2'),
  }),
);

function project({
  values,
  normals,
  height,
  norm,
}: {
  values: number[];
  normals: number[];
  height: number;
  norm: Norm;
}) {
  const way = new Float64Array(values.length);
  const size = projectOntoPlane(
    norm,
    {
      values: Float32Array.from(values),
      at: 0,
      normals: Float32Array.from(normals),
      normalAt: 0,
      length: values.length,
      height,
      range: [0, 1],
    },
    way,
  );
  return { way: [...way], size };
}

/** The gain of a step λ that stops every value at its border. */
function gainOf(step: number, values: number[], normals: number[], height: number, norm: Norm): number {
  return normals.reduce((sum, slope, i) => {
    const room = slope * height > 0 ? values[i] : 1 - values[i];
    const rate = norm === 'linf' ? 1 : Math.abs(slope);
    return sum + Math.abs(slope) * Math.min(step * rate, room);
  }, 0);
}

describe('projectOntoPlane', () => {
  test('equals the plain projection if no border is near', () => {
    const plane = { values: [0.5, 0.5], normals: [3, -4], height: 0.5 };
    const even = project({ ...plane, norm: 'linf' });
    expect([...even.way, even.size]).toEqual([
      expect.closeTo(-0.5 / 7),
      expect.closeTo(0.5 / 7),
      expect.closeTo(0.5 / 7),
    ]);
    const straight = project({ ...plane, norm: 'l2' });
    expect([...straight.way, straight.size]).toEqual([
      expect.closeTo(-0.06),
      expect.closeTo(0.08),
      expect.closeTo(0.1),
    ]);
  });

  test('moves other values further if one meets its border', () => {
    const { way, size } = project({ values: [0.1, 0.9], normals: [1, 1], height: 0.5, norm: 'linf' });
    expect([...way, size]).toEqual([expect.closeTo(-0.1), expect.closeTo(-0.4), expect.closeTo(0.4)]);
  });

  test('moves to the corner nearest to a plane outside the box, and does not move without a slope', () => {
    const beyond = project({ values: [0.25, 0.5], normals: [1, -1], height: 9, norm: 'l2' });
    expect(beyond.way).toEqual([-0.25, 0.5]);
    expect(project({ values: [0.25, 0.5], normals: [0, 0], height: 9, norm: 'l2' })).toEqual({ way: [0, 0], size: 0 });
  });

  test('stays in the box, and reaches the plane, if it meets the box, on the shortest path', () => {
    fc.assert(
      fc.property(problem, ({ values, normals, height, norm }) => {
        const { way, size } = project({ values, normals, height, norm });
        way.forEach((shift, i) => {
          expect(values[i] + shift).toBeGreaterThanOrEqual(-1e-7);
          expect(values[i] + shift).toBeLessThanOrEqual(1 + 1e-7);
        });
        const reach = gainOf(
          Infinity,
          values,
          normals.map((slope) => slope || 1e-30),
          height || 1e-30,
          norm,
        );
        const left = height + way.reduce((sum, shift, i) => sum + shift * normals[i], 0);
        expect(left).toBeCloseTo(Math.sign(height) * Math.max(0, Math.abs(height) - reach), 5);

        // bisection for λ
        let [low, high] = [0, 1e9];
        for (let i = 0; i < 200; i++) {
          const middle = (low + high) / 2;
          if (gainOf(middle, values, normals, height, norm) < Math.min(Math.abs(height), reach) - 1e-12) low = middle;
          else high = middle;
        }
        const shortest = normals.map((slope, i) => {
          const room = slope * height > 0 ? values[i] : 1 - values[i];
          return slope === 0 ? 0 : Math.min(high * (norm === 'linf' ? 1 : Math.abs(slope)), room);
        });
        expect(size).toBeLessThanOrEqual((norm === 'linf' ? Math.max(...shortest) : Math.hypot(...shortest)) + 1e-6);
      }),
      { numRuns: 300 },
    );
  });
});
