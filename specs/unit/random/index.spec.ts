import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/random/index.ts';

const seeds = fc.integer();
const labels = fc.oneof(fc.string(), fc.integer());
const draws = (random: { uniform(): number }, count = 8): number[] =>
  Array.from({ length: count }, () => random.uniform());

/** Returns Pearson's chi-square statistic of counts that should be equal. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

// Upper 1e-6 quantile of the chi-square distribution (scipy.stats.chi2.isf); a fixed seed always passes or always fails.
const limit: Record<number, number> = { 5: 35.89, 9: 44.81, 99: 180.79, 119: 207.2 };

describe('laws', () => {
  test('the same seed gives the same draws', () => {
    fc.assert(fc.property(seeds, (seed) => void expect(draws(createRandom(seed))).toEqual(draws(createRandom(seed)))));
  });

  test('only the low 32 bits of the seed are used', () => {
    expect(draws(createRandom(7 + 2 ** 32))).toEqual(draws(createRandom(7)));
  });

  test('uniform lies in [0, 1) and integer in [0, below)', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, below) => {
        const random = createRandom(seed);
        for (const value of draws(random)) expect(value >= 0 && value < 1).toBe(true);
        const value = random.integer(below);
        expect(Number.isInteger(value) && value >= 0 && value < below).toBe(true);
      }),
    );
  });

  test('shuffle permutes in place', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
        const shuffled = [...items];
        expect(createRandom(seed).shuffle(shuffled)).toBe(shuffled);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  test('sample returns distinct integers below the bound', () => {
    fc.assert(
      fc.property(seeds, fc.nat(200), fc.nat(200), (seed, a, b) => {
        const [count, below] = a < b ? [a, b] : [b, a];
        const sample = [...createRandom(seed).sample(below, count)];
        expect(new Set(sample).size).toBe(count);
        expect(sample.every((value) => value >= 0 && value < below)).toBe(true);
      }),
    );
  });

  test('a fork does not depend on earlier draws and does not change later ones', () => {
    fc.assert(
      fc.property(seeds, labels, fc.nat(20), (seed, label, before) => {
        const random = createRandom(seed);
        draws(random, before);
        const fork = random.fork(label);
        expect(draws(fork)).toEqual(draws(createRandom(seed).fork(label)));
        expect(draws(random)).toEqual(draws(createRandom(seed), before + 8).slice(before));
      }),
    );
  });

  test('a path of labels equals a chain of forks', () => {
    fc.assert(
      fc.property(seeds, fc.array(labels), (seed, path) => {
        const chained = path.reduce((random, label) => random.fork(label), createRandom(seed));
        expect(draws(createRandom(seed).fork(...path))).toEqual(draws(chained));
      }),
    );
  });

  test('different labels give different streams', () => {
    fc.assert(
      fc.property(seeds, labels, labels, (seed, a, b) => {
        fc.pre(!Object.is(a, b) && `${typeof a}:${a}` !== `${typeof b}:${b}`);
        expect(draws(createRandom(seed).fork(a))).not.toEqual(draws(createRandom(seed).fork(b)));
      }),
    );
  });

  test('the number 1 and the text 1 are different labels', () => {
    expect(draws(createRandom(0).fork(1))).not.toEqual(draws(createRandom(0).fork('1')));
  });
});

describe('distribution', () => {
  test.each([
    ['the draws of one stream', () => draws(createRandom(3), 100_000)],
    [
      'the first draws of consecutive seeds',
      () => Array.from({ length: 100_000 }, (_, seed) => createRandom(seed).uniform()),
    ],
    [
      'the first draws of consecutive forks',
      () => Array.from({ length: 100_000 }, (_, i) => createRandom(0).fork('train', i).uniform()),
    ],
    [
      'the second draws of consecutive forks',
      () => Array.from({ length: 100_000 }, (_, i) => draws(createRandom(0).fork(i), 2)[1]),
    ],
  ])('%s are uniform over 100 bins', (_, sample) => {
    const counts = Array.from({ length: 100 }, () => 0);
    for (const value of sample()) counts[Math.floor(value * 100)]++;
    expect(chiSquare(counts)).toBeLessThan(limit[99]);
  });

  test('consecutive seeds and forks are uncorrelated', () => {
    const pairs = [
      (i: number) => [createRandom(i), createRandom(i + 1)],
      (i: number) => [createRandom(i), createRandom(i).fork('data')],
      (i: number) => [createRandom(5).fork(i), createRandom(5).fork(i + 1)],
    ];
    for (const pair of pairs) {
      let sum = 0;
      for (let i = 0; i < 10_000; i++) {
        const [x, y] = pair(i).map((random) => random.uniform() - 0.5);
        sum += 12 * x * y; // each has mean 0 and standard deviation 1
      }
      expect(Math.abs(sum / Math.sqrt(10_000))).toBeLessThan(4.5);
    }
  });

  test('no two of 200,000 forks draw the same first pair', () => {
    const random = createRandom(1);
    const first = new Set<string>();
    for (let i = 0; i < 200_000; i++) first.add(draws(random.fork('train', i), 2).join());
    expect(first.size).toBe(200_000);
  });

  test('integer is uniform if the bound is not a power of two', () => {
    const random = createRandom(11);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 50_000; i++) counts[random.integer(10)]++;
    expect(chiSquare(counts)).toBeLessThan(limit[9]);
  });

  test('integer has no modulo bias at bounds near 2^32', () => {
    const random = createRandom(12);
    const below = 3 * 2 ** 30; // without rejection half of the draws would be in the lowest third
    let low = 0;
    for (let i = 0; i < 20_000; i++) if (random.integer(below) < 2 ** 30) low++;
    expect(Math.abs(low - 20_000 / 3) / Math.sqrt((20_000 * 2) / 9)).toBeLessThan(5);
  });

  test('shuffle makes all orders equally likely', () => {
    const random = createRandom(13);
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const order = random.shuffle([0, 1, 2, 3, 4]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(120);
    expect(chiSquare([...counts.values()])).toBeLessThan(limit[119]);
  });

  test('sample draws every element equally often', () => {
    const random = createRandom(14);
    const counts = Array.from({ length: 6 }, () => 0);
    for (let i = 0; i < 20_000; i++) for (const value of random.sample(6, 2)) counts[value]++;
    expect(chiSquare(counts)).toBeLessThan(limit[5]);
  });

  test('normal has mean 0, variance 1, Gaussian quantiles and independent successive draws', () => {
    const random = createRandom(15);
    const n = 100_000;
    const values = Array.from({ length: n }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.abs(mean) * Math.sqrt(n)).toBeLessThan(4.5);
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / n;
    expect(Math.abs(variance - 1) / Math.sqrt(2 / n)).toBeLessThan(4.5);
    const beyond = values.filter((value) => Math.abs(value) > 1.959963984540054).length / n;
    expect(Math.abs(beyond - 0.05) / Math.sqrt((0.05 * 0.95) / n)).toBeLessThan(4.5);
    const product = values.slice(1).reduce((sum, value, i) => sum + value * values[i], 0) / n;
    expect(Math.abs(product) * Math.sqrt(n)).toBeLessThan(4.5);
  });
});
