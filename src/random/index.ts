import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * The one source of randomness: initialisers, shuffles, dropout, attacks and sampling all draw from it, so that a seed
 * determines a result. `fork` derives an independent stream from the seed and a path of labels (never from what was drawn
 * so far), so that a piece of work draws the same numbers whatever ran before it; that is what makes resumption exact.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Uniform integer in [0, below). */
  integer(below: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { [index: number]: number; length: number }>(items: T): T;
  /** `count` distinct integers of [0, below), uniform, in random order. */
  sample(below: number, count: number): Int32Array;
  /** An independent stream for the labelled piece of work. */
  fork(...path: (string | number)[]): Random;
}

/**
 * Creates the generator (xoroshiro128+ of pure-rand) of a seed.
 *
 * @param seed - any integer; only its low 32 bits count
 */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
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
    fork: (...path) => createRandom(path.reduce<number>(mix, seed | 0)),
  };
  return random;
}

/** Folds a label into a seed: FNV-1a over its UTF-16 units, then the finaliser of MurmurHash3. */
function mix(seed: number, label: string | number): number {
  let hash = (seed ^ 0x811c9dc5) | 0;
  const text = `${typeof label}:${label}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
