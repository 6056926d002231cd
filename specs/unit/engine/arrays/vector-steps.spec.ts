import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onArrays } from '../../../../src/engine/arrays/vector-steps.ts';
import { createRandom } from '../../../../src/random/index.ts';

interface Given {
  readonly length: number;
  readonly seed: number;
  readonly inertia: number;
}

const given = fc.record({
  length: fc.integer({ min: 1, max: 23 }),
  seed: fc.integer(),
  inertia: fc.constantFrom(0, 0.25),
});
const [stepSize, radius, lowest, highest] = [0.25, 0.125, 0, 1];

function arraysOf({ length, seed }: Given): Float32Array[] {
  const random = createRandom(seed);
  const drawn = (draw: () => number): Float32Array => Float32Array.from({ length }, draw);
  const [current, previous, clean] = [1, 2, 3].map(() => drawn(() => random.uniform()));
  return [current, previous, clean, drawn(() => Math.max(random.normal(), 0))]; // some slopes are 0
}

const norm = (values: readonly number[]): number => Math.hypot(...values);

describe.each([
  {
    kernel: 'adaptiveStep' as const,
    along: (slope: number[]) => slope.map((value) => stepSize * Math.sign(value)),
    kept: (shift: number[]) => shift.map((value) => Math.min(Math.max(value, -radius), radius)),
  },
  {
    kernel: 'adaptiveStepL2' as const,
    along: (slope: number[]) => slope.map((value) => (value === 0 ? 0 : (stepSize * value) / norm(slope))),
    kept: (shift: number[]) => shift.map((value) => value * Math.min(1, radius / norm(shift))),
  },
])('$kernel', ({ kernel, along, kept }) => {
  test('matches its formula for arrays of all lengths', () => {
    fc.assert(
      fc.property(given, (drawn) => {
        const [current, previous, clean, slope] = arraysOf(drawn);
        const [from, before, x, g] = [current, previous, clean, slope].map((values) => [...values]);
        const project = (point: number[]): number[] =>
          kept(point.map((value, i) => value - x[i])).map((shift, i) =>
            Math.min(Math.max(x[i] + shift, lowest), highest),
          );
        const ahead = project(along(g).map((way, i) => from[i] + way));
        const { inertia } = drawn;
        const next = project(ahead.map((z, i) => (1 - inertia) * z + inertia * (2 * from[i] - before[i])));

        onArrays(kernel, [current, previous], [clean, slope], stepSize, inertia, radius, lowest, highest);
        expect([...current]).toEqual(next.map((value) => expect.closeTo(value, 5)));
        expect([...previous]).toEqual(from);
        expect([...clean, ...slope]).toEqual([...x, ...g]);
      }),
      { seed: 1 },
    );
  });

  test('passes NaN through', () => {
    const [current, previous, clean, slope] = [1, 2, 3, 4].map(() => Float32Array.of(0.5, 0.5));
    current[1] = Number.NaN;
    onArrays(kernel, [current, previous], [clean, slope], stepSize, 0, radius, lowest, highest);
    expect(current[1]).toBeNaN();
  });
});
