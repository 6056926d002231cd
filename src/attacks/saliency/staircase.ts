/** For one input, the effect of changing each value. */
export interface Effects {
  /** Gain of the target's logit by each value. */
  readonly gains: Float32Array;
  /** Total loss of the other logits by each value. */
  readonly losses: Float32Array;
}

/** The values that the best pairs are made of. */
export interface Staircase {
  /** Values that no other one matches or exceeds in both gain and loss: gains fall and losses rise from step to step. */
  readonly steps: Int32Array;
  /** Every value that exactly one other matches or exceeds in both, behind that one: it can form a best pair with it only. */
  readonly hidden: readonly (readonly [ahead: number, behind: number])[];
}

/**
 * Reduces values to those that the best pairs are made of. A value with two others ahead in gain and loss is in no better pair
 * than one of these. Of values with equal gain and loss, the first is ahead.
 *
 * @param values - ascending
 */
export function staircaseOf(effects: Effects, values: Int32Array): Staircase {
  const { gains, losses } = effects;
  const order = withoutHopeless(effects, values).sort((p, q) => gains[q] - gains[p] || losses[q] - losses[p] || p - q);
  const steps: number[] = [];
  const hidden: [number, number][] = [];
  let second = -Infinity; // the second largest loss so far; the last step has the largest
  for (const value of order) {
    const ahead = steps.at(-1);
    if (ahead === undefined || losses[value] > losses[ahead]) {
      if (ahead !== undefined) second = losses[ahead];
      steps.push(value);
    } else if (losses[value] > second) {
      second = losses[value];
      hidden.push([ahead, value]);
    }
  }
  return { steps: Int32Array.from(steps), hidden };
}

/**
 * The values without most of those that have two others ahead: a comparison with the staircase of a sample is cheaper than
 * sorting them. Equal gradients leave a few hundred of any number of values.
 */
function withoutHopeless(effects: Effects, values: Int32Array): Int32Array {
  if (values.length <= 2 * sampleSize) return values.slice();
  const stride = Math.ceil(values.length / sampleSize);
  const { steps, hidden } = staircaseOf(
    effects,
    values.filter((_, i) => i % stride === 0),
  );
  const rivals = [...steps, ...hidden.map(([, behind]) => behind)];
  const { gains, losses } = effects;
  return values.filter((p) => {
    let ahead = 0;
    for (const q of rivals) {
      const isAhead = gains[q] >= gains[p] && losses[q] >= losses[p];
      if (isAhead && (q < p || gains[q] > gains[p] || losses[q] > losses[p]) && ++ahead === 2) return false;
    }
    return true;
  });
}

const sampleSize = 256;

/**
 * For each step of a staircase, the highest score that it reaches with another step.
 *
 *   score(p, q) = (gain_p + gain_q) · (loss_p + loss_q),   0 unless both factors are above 0
 *
 * For p before p' and q before q', score(p, q) + score(p', q') <= score(p, q') + score(p', q), because gains fall and losses
 * rise. So the best partner moves towards the front as p moves towards the back, and halving the steps takes O(n log² n).
 *
 * @param bound - scores below it may be left out
 * @see Aggarwal et al. 1987, doi:10.1007/BF01840359, on matrices whose maxima move in one direction
 */
export function partnerScores({ gains, losses }: Effects, steps: Int32Array, bound: number): Float64Array {
  const best = new Float64Array(steps.length);
  if (steps.length === 0) return best;
  const gain = Float64Array.from(steps, (value) => gains[value]);
  const loss = Float64Array.from(steps, (value) => losses[value]);
  const penalty = 2 * Math.max(Math.abs(gain[0]), Math.abs(loss[loss.length - 1])); // keeps the inequality where a factor is not above 0
  const score = (p: number, q: number): number => {
    const [x, y] = [gain[p] + gain[q], loss[p] + loss[q]];
    return x > 0 && y > 0 ? x * y : penalty * (Math.min(x, 0) + Math.min(y, 0));
  };

  /** Finds the best partners of [from, to) in [low, high). */
  const pair = (from: number, to: number, low: number, high: number): void => {
    if (from >= to || low >= high) return;
    const [mostGain, mostLoss] = [gain[from] + gain[low], loss[to - 1] + loss[high - 1]];
    if (!(mostGain > 0 && mostLoss > 0 && mostGain * mostLoss >= bound)) return;
    const middle = (from + to) >> 1;
    let [most, partner] = [-Infinity, low];
    for (let q = low; q < high; q++) {
      const reached = score(middle, q);
      if (reached > most) [most, partner] = [reached, q];
    }
    best[middle] = Math.max(best[middle], most);
    pair(from, middle, partner, high);
    pair(middle + 1, to, low, partner + 1);
  };
  /** Pairs the halves of [from, to) with each other, and each half within itself. */
  const within = (from: number, to: number): void => {
    if (to - from < 2) return;
    const middle = (from + to) >> 1;
    pair(from, middle, middle, to);
    pair(middle, to, from, middle);
    within(from, middle);
    within(middle, to);
  };
  within(0, steps.length);
  return best;
}
