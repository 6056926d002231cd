import { drawDistinct } from '../random/draw-distinct.ts';
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
