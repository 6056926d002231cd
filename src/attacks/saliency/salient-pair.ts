/** For one input, the effect of changing each value, and the values that may still be changed. */
export interface Saliency {
  /** Gain of the target's logit by each value. */
  readonly gains: Float32Array;
  /** Total loss of the other logits by each value. */
  readonly losses: Float32Array;
  /** The values that may be changed, ascending. */
  readonly open: Int32Array;
}

/**
 * The pair of values with the highest saliency when both are changed.
 *
 *   argmax_{p≠q} (gain_p + gain_q) · (loss_p + loss_q)   with both factors above 0
 *
 * It finds the same pair as a search through all pairs, but faster. The score of a good pair, and the largest gain and loss of
 * a partner, exclude all but a few dozen of hundreds of values. Of equal pairs, the first counts.
 *
 * @returns p < q; undefined if no pair has both factors above 0
 * @see Papernot et al. 2016, arXiv:1511.07528, algorithm 3
 */
export function salientPair(saliency: Saliency): readonly [number, number] | undefined {
  const { gains, losses, open } = saliency;
  const bound = goodScore(saliency);
  let candidates = open;
  for (let before = Infinity; candidates.length < 0.9 * before;) {
    before = candidates.length;
    const [gain, loss] = [largest(gains, candidates), largest(losses, candidates)];
    candidates = candidates.filter((p) => {
      const [most, furthest] = [gains[p] + gain, losses[p] + loss];
      return most > 0 && furthest > 0 && most * furthest >= bound;
    });
  }

  let [best, first, second] = [0, -1, -1];
  for (let i = 0; i < candidates.length; i++) {
    for (let j = i + 1; j < candidates.length; j++) {
      const score = scoreOf(saliency, candidates[i], candidates[j]);
      if (score > best) [best, first, second] = [score, candidates[i], candidates[j]];
    }
  }
  return best > 0 ? [first, second] : undefined;
}

function scoreOf({ gains, losses }: Saliency, p: number, q: number): number {
  const gain = gains[p] + gains[q];
  const loss = losses[p] + losses[q];
  return gain > 0 && loss > 0 ? gain * loss : 0;
}

/** The score of a good pair: starts at the largest gain and the largest loss, and moves to the best partner twice. */
function goodScore(saliency: Saliency): number {
  let best = 0;
  for (const values of [saliency.gains, saliency.losses]) {
    let p = saliency.open[0];
    for (const q of saliency.open) if (values[q] > values[p]) p = q;
    for (let round = 0; round < 2; round++) {
      let [score, partner] = [0, p];
      for (const q of saliency.open) {
        const reached = q === p ? 0 : scoreOf(saliency, p, q);
        if (reached > score) [score, partner] = [reached, q];
      }
      best = Math.max(best, score);
      p = partner;
    }
  }
  return best;
}

function largest(values: Float32Array, at: Int32Array): number {
  let most = -Infinity;
  for (const i of at) if (values[i] > most) most = values[i];
  return most;
}
