import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * The one source of randomness: initialisers, shuffles, dropout, attacks and sampling all draw from it, so that a seed
 * determines a result. `fork` derives an independent stream from the seed and a path of labels (never from what was drawn
 * so far), so that a piece of work draws the same numbers whatever ran before it; that is what makes resumption exact.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Uniform integer in [0, below), for an integer below in [1, 2^32]. */
  integer(below: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { [index: number]: number; length: number }>(items: T): T;
  /** `count` distinct integers of [0, below), uniform, in random order. */
  sample(below: number, count: number): Int32Array;
  /** An independent stream for the labelled piece of work; `fork('a', 1)` is `fork('a').fork(1)`. */
  fork(...path: (string | number)[]): Random;
}

/** What determines a stream: 64 bits, so that two of a million forks meet with a chance of one in ten million. */
type Key = readonly [number, number];

/**
 * Creates the generator (xoroshiro128+ of pure-rand) of a seed.
 *
 * @param seed - any integer; only its low 32 bits count
 */
export function createRandom(seed: number): Random {
  return streamOf([seed | 0, ~seed]);
}

function streamOf(key: Key): Random {
  const generator = xoroshiro128plusFromState(stateOf(key));
  const word = (): number => generator.next() >>> 0;
  const uniform = (): number => word() / 0x1_0000_0000;
  let spare: number | undefined;

  const random: Random = {
    uniform,
    integer: (below) => {
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % below); // rejection removes the modulo bias
      let value = word();
      while (value >= limit) value = word();
      return value % below;
    },
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffle: (items) => {
      for (let last = items.length - 1; last > 0; last--) {
        const other = random.integer(last + 1);
        [items[last], items[other]] = [items[other], items[last]];
      }
      return items;
    },
    sample: (below, count) => random.shuffle(Int32Array.from({ length: below }, (_, i) => i)).slice(0, count),
    fork: (...path) => streamOf(path.reduce<Key>(fold, key)),
  };
  return random;
}

/** Folds a label into a key: two multiplicative hashes (as in FNV-1a) over its UTF-16 units, mixed into each other. */
function fold([a, b]: Key, label: string | number): Key {
  const text = `${typeof label}:${label}`;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995);
    b ^= b >>> 15;
  }
  const mixed = finalise(a ^ 0x811c9dc5);
  return [(mixed + b) | 0, finalise(b ^ mixed)];
}

/**
 * The state of the generator: neighbouring keys must not give neighbouring states, since xoroshiro128+ takes several draws
 * to diffuse a single bit (pure-rand's own seeding returns the complement of the seed as the first draw).
 */
function stateOf([a, b]: Key): number[] {
  const words = [a, b, a + 0x9e3779b9, b + 0x7f4a7c15].map((word, i) => finalise((word ^ finalise(b + i)) | 0));
  return words.some((word) => word !== 0) ? words : [1, 0, 0, 0];
}

/** The finaliser of MurmurHash3: a bijection of 32 bits in which every input bit flips half of the output bits. */
function finalise(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
