import type { Random } from '../random/index.ts';
import { defineAcquisition } from './define.ts';

/**
 * Random sampling: query pool inputs uniformly, without replacement.
 *
 * Needs no signal. It is the baseline of the other acquisition functions; returns indices in random order.
 * @see Guo et al. 2021, section 4.4 (11)
 */
export const randomSampling = defineAcquisition({
  name: 'randomSampling',
  needs: [],
  select: ({ size }, count, random) => drawDistinct(random, size, count),
});

/**
 * Draws distinct integers from [0, below), uniformly, in random order. It runs the first steps of a Fisher–Yates shuffle and
 * stores only exchanged places, so time and memory grow with `count`. A smaller count draws a prefix of a larger one.
 *
 * Unlike this function, `random.sample` shuffles all integers, and it draws other numbers from the same seed.
 *
 * @returns [count]
 * @see Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm P
 */
function drawDistinct(random: Random, below: number, count: number): Int32Array {
  const exchanged = new Map<number, number>();
  const at = (place: number): number => exchanged.get(place) ?? place;
  return Int32Array.from({ length: count }, (_, place) => {
    const other = place + random.integer(below - place);
    const drawn = at(other);
    exchanged.set(other, at(place));
    return drawn;
  });
}
