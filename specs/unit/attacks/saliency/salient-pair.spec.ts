import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { salientPair } from '../../../../src/attacks/saliency/salient-pair.ts';
import { createRandom } from '../../../../src/random/index.ts';

/** Searches through all pairs. */
function exhaustive(gains: ArrayLike<number>, losses: ArrayLike<number>, open: ArrayLike<number>) {
  let [best, pair] = [0, undefined as [number, number] | undefined];
  for (let i = 0; i < open.length; i++) {
    for (let j = i + 1; j < open.length; j++) {
      const [p, q] = [open[i], open[j]];
      const [gain, loss] = [gains[p] + gains[q], losses[p] + losses[q]];
      if (gain > 0 && loss > 0 && gain * loss > best) [best, pair] = [gain * loss, [p, q]];
    }
  }
  return pair;
}

describe('salientPair', () => {
  test('returns the pair with the largest product of sums', () => {
    const gains = Float32Array.of(3, 1, -1, 2);
    const losses = Float32Array.of(-1, 1, 4, 1);
    // 0,1: 4·0   0,2: 2·3   0,3: 5·0   1,2: 0   1,3: 3·2   2,3: 1·5
    expect(salientPair({ gains, losses, open: Int32Array.of(0, 1, 2, 3) })).toEqual([0, 2]);
    expect(salientPair({ gains, losses, open: Int32Array.of(1, 2, 3) })).toEqual([1, 3]);
  });

  test('returns undefined if no pair has both sums above 0, or there is no pair', () => {
    const [gains, losses] = [Float32Array.of(-1, 0.5, 3), Float32Array.of(5, -1, -6)];
    expect(salientPair({ gains, losses, open: Int32Array.of(0, 1, 2) })).toBeUndefined();
    expect(salientPair({ gains, losses, open: Int32Array.of(2) })).toBeUndefined();
    expect(salientPair({ gains, losses, open: new Int32Array(0) })).toBeUndefined();
  });

  test('returns the same pair as a search through all pairs', () => {
    const value = fc.integer({ min: -8, max: 8 }); // few different values, so there are ties
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, fc.boolean()), { maxLength: 24 }), (values) => {
        const gains = Float32Array.from(values, ([gain]) => gain);
        const losses = Float32Array.from(values, ([, loss]) => loss);
        const open = Int32Array.from(values.keys()).filter((i) => values[i][2]);
        expect(salientPair({ gains, losses, open })).toEqual(exhaustive(gains, losses, open));
      }),
      { numRuns: 500 },
    );
  });

  test('returns the same pair of many equal, opposed and negligible values as a search through all pairs', () => {
    const random = createRandom(5);
    const draw: (() => readonly [number, number])[] = [
      () => [random.integer(4), random.integer(4)],
      () => [1, 1],
      () => (random.uniform() < 0.05 ? [1, 1] : [1e-30 * random.integer(3), 1e-30 * random.integer(3)]),
      () => {
        const gain = random.integer(200);
        return [gain, 100 - gain];
      },
      () => {
        const gain = random.uniform();
        return [gain, 1 - gain];
      },
      () => {
        const angle = 4 * random.uniform() - 1;
        return [Math.cos(angle), Math.sin(angle)];
      },
      () => [random.normal() ** 5, -(random.normal() ** 5)],
    ];
    for (const [kind, pairOf] of draw.entries()) {
      for (let round = 0; round < 12; round++) {
        const pairs = Array.from({ length: 100 + random.integer(100) }, pairOf);
        const [gains, losses] = [0, 1].map((side) => Float32Array.from(pairs, (pair) => pair[side]));
        const open = Int32Array.from(gains.keys()).filter(() => random.uniform() < 0.9);
        expect(salientPair({ gains, losses, open }), `kind ${kind}`).toEqual(exhaustive(gains, losses, open));
      }
    }
  });

  test('takes no square of the number of values, all equal or all opposed', () => {
    const size = 224 * 224 * 3;
    const equal = new Float32Array(size).fill(1);
    const ramp = Float32Array.from({ length: size / 8 }, (_, i) => i); // every pair with p + q = 18,000 is a best one
    const start = performance.now();
    expect(salientPair({ gains: equal, losses: equal, open: Int32Array.from(equal.keys()) })).toEqual([0, 1]);
    const opposed = { gains: ramp, losses: ramp.map((gain) => 18_000 - gain), open: Int32Array.from(ramp.keys()) };
    expect(salientPair(opposed)).toEqual([0, 18_000]);
    expect(performance.now() - start).toBeLessThan(4000); // ten billion pairs would take half a minute
  });

  test.each([1, -0.9])('returns the same pair for hundreds of values, correlated by %d', (correlation) => {
    const random = createRandom(3);
    const gains = Float32Array.from({ length: 400 }, () => random.normal());
    const losses = gains.map((gain) => correlation * gain + 0.5 * random.normal());
    const open = Int32Array.from(gains.keys());
    expect(salientPair({ gains, losses, open })).toEqual(exhaustive(gains, losses, open));
  });
});
