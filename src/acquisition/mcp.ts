import type { Matrix } from '../matrix/matrix.ts';
import { marginRatios } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { highestFirst } from './choice/rank.ts';

/**
 * MCP, multiple-boundary clustering and prioritization: query evenly from all decision boundaries, those first that are
 * closest to theirs.
 *
 * An area is an ordered pair of the two most probable classes. In every turn each area gives the input with its largest p₂ / p₁,
 * as long as it has any, and the largest of a turn comes first.
 *
 * Needs `probabilities` [pool, classes]; returns indices by turns.
 * @see Shen et al. 2020, ASE, section 3; Guo et al. 2021, section 4.4 (7). Hu et al. 2021 say margin, their code takes the ratio
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

/** The area of every input, first class · classes + second class. Of equally probable classes the first leads. */
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
