import type { Matrix } from '../matrix/matrix.ts';
import { marginRatios } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { highestFirst } from './choice/rank.ts';

/**
 * MCP, multiple-boundary clustering and prioritization: query evenly from all decision boundaries, the inputs closest to
 * their boundary first.
 *
 * An area is an ordered pair of the two most probable classes. In every turn each area that is not empty contributes its
 * input with the largest p₂ / p₁. Within a turn inputs are ordered by descending p₂ / p₁.
 *
 * Needs `probabilities` [pool, classes]; returns indices in the order of the turns.
 * @see Shen et al. 2020, ASE, section 3; Guo et al. 2021, section 4.4 (7); Hu et al. 2021, who write margin but whose code uses
 *   the ratio
 */
export const mcp = defineAcquisition({
  name: 'mcp',
  needs: ['probabilities'],
  select: ({ size, probabilities }, count) => {
    const areas = areasOf(probabilities);
    const byRatio = highestFirst(marginRatios(probabilities));
    const turns = new Int32Array(size);
    const given = new Map<number, number>();
    for (const index of byRatio) {
      turns[index] = given.get(areas[index]) ?? 0;
      given.set(areas[index], turns[index] + 1);
    }
    return byRatio.sort((a, b) => turns[a] - turns[b]).slice(0, count); // the sort is stable
  },
});

/** Returns the area of every input: first class · classes + second class. Ties go to the lower class. */
function areasOf({ data, rows, columns }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    const p = data.subarray(i * columns, (i + 1) * columns);
    let [first, second] = p[1] > p[0] ? [1, 0] : [0, 1];
    for (let c = 2; c < columns; c++) {
      if (p[c] > p[first]) [first, second] = [c, first];
      else if (p[c] > p[second]) second = c;
    }
    return first * columns + second;
  });
}
