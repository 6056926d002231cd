import { demand, integerFrom, isList, seedLimit, type Limit } from '../options.ts';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * The only source of randomness. Initialisers, shuffles, dropout, attacks and sampling all draw from it, so a seed determines
 * a result. `fork` derives an independent stream from the seed and a path of labels, never from earlier draws. So a piece of
 * work draws the same numbers whatever ran before it, which makes resumption exact.
 */
export interface Random {
  /** Draws uniformly from [0, 1), with 32 bits of resolution. */
  uniform(): number;
  /** Draws an integer uniformly from [0, below); `below` is an integer in [1, 2^32]. */
  integer(below: number): number;
  /** Draws from the standard normal distribution (Box–Muller). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { [index: number]: number; length: number }>(items: T): T;
  /** Draws `count` distinct integers uniformly from [0, below), in random order. */
  sample(below: number, count: number): Int32Array;
  /** Returns an independent stream for a labelled piece of work; `fork('a', 1)` equals `fork('a').fork(1)`. */
  fork(...path: (string | number)[]): Random;
}

/** The key of a stream: 64 bits, so two of a million forks collide with a probability of one in ten million. */
export type Key = readonly [number, number];

/**
 * Returns the generator of a seed (xoroshiro128+ of pure-rand).
 *
 * @param seed - any integer; only its low 32 bits are used
 * @throws InvalidOptionError if the seed is not an integer
 */
export function createRandom(seed: number): Random {
  demand('createRandom', 'seed', seed, seedLimit);
  return streamOf([seed | 0, ~seed]);
}

const bound: Limit = {
  ...integerFrom(1, 0x1_0000_0000),
  expected: 'an integer from 1 to 4294967296',
  advice: () => 'Pass the number of different values.',
};
/** A sample orders all integers below `below` in memory. */
const sampled = integerFrom(0, 2 ** 25);
const items: Limit = {
  expected: 'an array or a typed array that can be changed',
  holds: (value) => isList(value) && !Object.isFrozen(value),
};
const label: Limit = {
  expected: 'a string or a number',
  holds: (value) => typeof value === 'string' || typeof value === 'number',
};

/** Generators of this package with their keys; what the methods of others return is checked. */
const ours = new WeakMap<object, Key>();

/** Whether a generator was made by `createRandom`. */
export const isOurs = (random: object): boolean => ours.has(random);

/** Returns the key of a generator, from which `randomOf` makes it anew; undefined for one of a user. */
export const keyOf = (random: object): Key | undefined => ours.get(random);

/** Returns the generator of a key, before its first draw. */
export const randomOf = (key: Key): Random => streamOf(key);

function streamOf(key: Key): Random {
  const generator = xoroshiro128plusFromState(stateOf(key));
  const word = (): number => generator.next() >>> 0;
  const uniform = (): number => word() / 0x1_0000_0000;
  let spare: number | undefined;

  const random: Random = {
    uniform,
    integer: (below) => {
      if (!(Number.isInteger(below) && below >= 1 && below <= 0x1_0000_0000)) demand('integer', 'below', below, bound);
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
    shuffle: (list) => {
      demand('shuffle', 'the list', list, items);
      for (let last = list.length - 1; last > 0; last--) {
        const other = random.integer(last + 1);
        [list[last], list[other]] = [list[other], list[last]];
      }
      return list;
    },
    sample: (below, count) => {
      demand('sample', 'below', below, sampled);
      demand('sample', 'count', count, integerFrom(0, below), 'Draw at most as many as there are.');
      return random.shuffle(Int32Array.from({ length: below }, (_, i) => i)).slice(0, count);
    },
    fork: (...path) => {
      for (const name of path) demand('fork', 'a label', name, label);
      return streamOf(path.reduce<Key>(fold, key));
    },
  };
  ours.set(random, key);
  return random;
}

/** Folds a label into a key: two multiplicative hashes (as in FNV-1a) over its UTF-16 units, mixed with each other. */
function fold([a, b]: Key, name: string | number): Key {
  const text = `${typeof name}:${name}`;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995);
    b ^= b >>> 15;
  }
  const mixed = finalise(a ^ 0x811c9dc5);
  return [(mixed + b) | 0, finalise(b ^ mixed)];
}

/**
 * Returns the initial state of the generator. Neighbouring keys must not give neighbouring states, because xoroshiro128+ needs
 * several draws to diffuse a single bit. (The seeding of pure-rand returns the complement of the seed as the first draw.)
 */
function stateOf([a, b]: Key): number[] {
  const words = [a, b, a + 0x9e3779b9, b + 0x7f4a7c15].map((word, i) => finalise((word ^ finalise(b + i)) | 0));
  return words.some((word) => word !== 0) ? words : [1, 0, 0, 0];
}

/** The finaliser of MurmurHash3: a bijection of 32 bits. Each input bit flips half of the output bits on average. */
function finalise(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
