import type { Random } from '../random/index.ts';
import { defineAcquisition } from './define.ts';

/**
 * Random sampling: every input of the pool is as likely as any other, without replacement.
 *
 * Needs no signal; the baseline that the others are measured against.
 * @see Guo et al. 2021, section 4.4 (11)
 */
export const randomSampling = defineAcquisition({
  name: 'randomSampling',
  needs: [],
  select: ({ size }, count, random) => drawDistinct(random, size, count),
});

/**
 * Distinct integers of [0, below), uniform, in random order: the first steps of a Fisher–Yates shuffle, of which only the places
 * that were exchanged are kept, so that time and memory are those of the count. Fewer are the beginning of more.
 *
 * `random.sample` shuffles all of them and draws other numbers from the same seed.
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
