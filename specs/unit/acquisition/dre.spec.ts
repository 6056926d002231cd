import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { characteristics, type Characteristic } from '../../../src/uncertainty/characteristics.ts';
import { dre } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { binOf } from '../../../src/statistics/index.ts';
import { poolOf } from './matrix.ts';

type Pool = ReturnType<typeof poolOf>;

/** Softmax outputs of widely varying confidence, some exactly 0 or 1, some equal. */
const pools: fc.Arbitrary<Pool> = fc
  .array(
    fc.tuple(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
      fc.constantFrom(0, 1, 4, 200),
    ),
    {
      minLength: 1,
      maxLength: 80,
    },
  )
  .map((rows) => poolOf(...rows.map(([logits, sharpness]) => softmax(logits.map((value) => value * sharpness)))));

function softmax(logits: number[]): number[] {
  const powers = logits.map((value) => Math.exp(value - Math.max(...logits)));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
}

/** Returns the bin of every input. */
function binsOf({ probabilities }: Pool, characteristic: Characteristic = 'entropy', bins = 50): number[] {
  const values = Array.from(characteristics[characteristic](probabilities));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => binOf(value, bins, low, high));
}

const tally = (bins: number[]): Map<number, number> =>
  bins.reduce((counts, bin) => counts.set(bin, (counts.get(bin) ?? 0) + 1), new Map<number, number>());

const selections = pools.chain((pool) =>
  fc.tuple(fc.constant(pool), fc.integer({ min: 0, max: pool.size }), fc.integer()),
);

describe('the number of inputs drawn from a bin', () => {
  test('is its share of the query rounded down or up, for every characteristic', () => {
    fc.assert(
      fc.property(
        selections,
        fc.constantFrom(...(Object.keys(characteristics) as Characteristic[])),
        fc.constantFrom(1, 5, 50),
        ([pool, count, seed], characteristic, bins) => {
          const binOf = binsOf(pool, characteristic, bins);
          const drawn = tally(
            Array.from(dre.with({ characteristic, bins }).select(pool, count, createRandom(seed)), (i) => binOf[i]),
          );
          for (const [bin, size] of tally(binOf)) {
            const share = (count * size) / pool.size;
            expect([Math.floor(share), Math.ceil(share)]).toContain(drawn.get(bin) ?? 0);
          }
        },
      ),
    );
  });

  test('does not change if the pool is permuted', () => {
    fc.assert(
      fc.property(selections, ([pool, count, seed]) => {
        const order = createRandom(seed).fork('order').sample(pool.size, pool.size);
        const rows = Array.from(order, (i) => Array.from(pool.probabilities.data.subarray(i * 4, i * 4 + 4)));
        const shuffled = poolOf(...rows);
        const drawn = (from: Pool): Map<number, number> => {
          const binOf = binsOf(from);
          return tally(Array.from(dre.select(from, count, createRandom(seed)), (i) => binOf[i]));
        };
        expect(drawn(shuffled)).toEqual(drawn(pool));
      }),
    );
  });
});

test('draws every input with probability n / N, and every bin with its share of the pool', () => {
  const random = createRandom(7);
  const pool = poolOf(
    ...Array.from({ length: 47 }, () => softmax(Array.from({ length: 4 }, () => 3 * random.normal()))),
  );
  const [seeds, count] = [6000, 11];
  const drawn = new Float64Array(pool.size);
  for (let seed = 0; seed < seeds; seed++) for (const i of dre.select(pool, count, createRandom(seed))) drawn[i]++;

  const share = count / pool.size;
  const deviation = Math.sqrt(seeds * share * (1 - share));
  for (const times of drawn) expect(Math.abs(times - seeds * share)).toBeLessThan(5 * deviation);

  const binOf = binsOf(pool);
  for (const [bin, size] of tally(binOf)) {
    const mean = drawn.reduce((sum, times, i) => (binOf[i] === bin ? sum + times : sum), 0) / (seeds * count);
    expect(mean).toBeCloseTo(size / pool.size, 2);
  }
});

test('selects the whole pool if the count is the pool size', () => {
  fc.assert(
    fc.property(pools, fc.integer(), (pool, seed) => {
      expect(dre.select(pool, pool.size, createRandom(seed)).toSorted()).toEqual(
        Int32Array.from({ length: pool.size }, (_, i) => i),
      );
    }),
  );
});

test('samples a pool of equal entropies uniformly', () => {
  const pool = poolOf(...Array.from({ length: 8 }, () => [0.25, 0.25, 0.25, 0.25]));
  const drawn = new Float64Array(8);
  for (let seed = 0; seed < 2000; seed++) for (const i of dre.select(pool, 2, createRandom(seed))) drawn[i]++;
  for (const times of drawn) expect(Math.abs(times - 500)).toBeLessThan(5 * 19.4);
});

test('selects nothing from an empty pool', () => {
  expect(
    dre.select({ size: 0, probabilities: { data: new Float32Array(0), rows: 0, columns: 4 } }, 0, createRandom(0)),
  ).toHaveLength(0);
});

test.each<[object, string]>([
  [{ bins: 0 }, 'dre: bins is 0.\nExpected an integer of at least 1.\nOmit it to use the default, 50.'],
  [{ bins: 2.5 }, 'dre: bins is 2.5.'],
  [
    { characteristic: 'label' },
    "dre: characteristic is 'label'.\nExpected one of 'entropy', 'gini', 'leastConfidence', 'margin'.",
  ],
])('rejects %o', (options, message) => {
  expect(() => dre.with(options)).toThrow(message);
});
