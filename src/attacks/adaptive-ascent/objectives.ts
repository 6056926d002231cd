import { largestBut } from '../../matrix/rows.ts';

/**
 * The loss that an attack maximises, for one input. It returns the loss of the logits z [classes], and writes its slope dL/dz,
 * in closed form and up to a positive factor.
 */
export type Objective = (logits: Float32Array, slope: Float32Array) => number;

/**
 * The cross-entropy, expressed as the log odds against the label, which grow with it and do not saturate.
 *
 *   -log p_y = log(1 + exp L),   L = log Σ_{i≠y} exp z_i - z_y,   dL/dz = q - onehot(y)
 *
 * with q the softmax over the classes other than y.
 */
export function crossEntropyObjective(label: number): Objective {
  return (z, slope) => {
    const largest = z[largestBut(z, 0, z.length, label)];
    let sum = 0;
    for (let k = 0; k < z.length; k++) sum += slope[k] = k === label ? 0 : Math.exp(z[k] - largest);
    for (let k = 0; k < z.length; k++) slope[k] /= sum;
    slope[label] = -1;
    return Math.log(sum) + largest - z[label];
  };
}

/**
 * The difference of logits ratio; shifting or scaling the logits does not change it. z_π1 ≥ z_π2 ≥ … are the sorted logits.
 * It needs three classes.
 *
 *   L = -(z_y - max_{i≠y} z_i) / (z_π1 - z_π3)
 *
 * @see Croce and Hein 2020, arXiv:2003.01690, eq. 6
 */
export function dlrObjective(label: number): Objective {
  return (z, slope) => {
    const [first, second, third] = leadersOf(z, 3);
    return ratio(
      z,
      slope,
      [label, first === label ? second : first],
      [
        [first, 1],
        [third, -1],
      ],
    );
  };
}

/**
 * The targeted difference of logits ratio. It needs four classes.
 *
 *   L = -(z_y - z_t) / (z_π1 - (z_π3 + z_π4) / 2)
 *
 * @param goal - t, the target class
 * @see Croce and Hein 2020, arXiv:2003.01690, eq. 7
 */
export function targetedDlrObjective(label: number, goal: number): Objective {
  return (z, slope) => {
    const [first, , third, fourth] = leadersOf(z, 4);
    return ratio(
      z,
      slope,
      [label, goal],
      [
        [first, 1],
        [third, -0.5],
        [fourth, -0.5],
      ],
    );
  };
}

/** Keeps a ratio finite if all logits are equal, as in the public code. */
const smallest = 1e-12;

/**
 * L = -(z_own - z_other) / (s · z). The classes, and s, the coefficients of the scale, depend only on the order of the logits.
 */
function ratio(
  z: Float32Array,
  slope: Float32Array,
  [own, other]: readonly [number, number],
  scale: readonly (readonly [at: number, coefficient: number])[],
): number {
  const below = scale.reduce((sum, [k, coefficient]) => sum + coefficient * z[k], smallest);
  const loss = (z[other] - z[own]) / below;
  slope.fill(0);
  for (const [k, coefficient] of scale) slope[k] -= (loss * coefficient) / below; // the quotient rule
  slope[own] -= 1 / below;
  slope[other] += 1 / below;
  return loss;
}

/** The classes of the largest logits, largest first; equal ones keep their order. */
function leadersOf(z: Float32Array, count: number): number[] {
  const leaders: number[] = [];
  for (let k = 0; k < z.length; k++) {
    let rank = leaders.length;
    while (rank > 0 && z[k] > z[leaders[rank - 1]]) rank--;
    if (rank < count) leaders.splice(rank, 0, k);
  }
  return leaders;
}
