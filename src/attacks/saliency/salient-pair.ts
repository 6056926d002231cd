import { partnerScores, staircaseOf, type Effects } from './staircase.ts';

/** For one input, the effect of changing each value, and the values that may still be changed. */
export interface Saliency extends Effects {
  /** The values that may be changed, ascending. */
  readonly open: Int32Array;
}

/** Up to this number of candidates, a search through all pairs is fastest. */
const few = 64;

/**
 * The pair of values with the highest saliency when both are changed.
 *
 *   argmax_{p≠q} (gain_p + gain_q) · (loss_p + loss_q)   with both factors above 0
 *
 * It finds the same pair as a search through all n² pairs, in O(n log² n). The score of a good pair, and the largest gain and
 * loss of a partner, exclude all but a few dozen of hundreds of values. Equal gradients, such as those of a network that ends
 * in global average pooling, can leave any number of candidates; `staircaseOf` reduces these. Of equal pairs, the first counts.
 *
 * @returns p < q; undefined if no pair has both factors above 0
 * @see Papernot et al. 2016, arXiv:1511.07528, algorithm 3
 */
export function salientPair(saliency: Saliency): readonly [number, number] | undefined {
  const bound = goodScore(saliency);
  const candidates = promising(saliency, bound);
  if (candidates.length <= few) return firstOfAll(saliency, candidates);

  const { steps, hidden } = staircaseOf(saliency, candidates);
  const partners = partnerScores(saliency, steps, bound);
  const scores = hidden.map(([p, q]) => scoreOf(saliency, p, q));
  const best = scores.reduce(
    (most, score) => Math.max(most, score),
    partners.reduce((most, score) => Math.max(most, score), 0),
  );
  if (best === 0) return undefined;
  // Each value of a best pair also forms one with a value of this list, because a larger gain or loss never lowers a score.
  const members = [
    ...steps.filter((_, step) => partners[step] === best),
    ...hidden.filter((_, i) => scores[i] === best).flat(),
  ];
  const isBest = (p: number, q: number): boolean => p !== q && scoreOf(saliency, p, q) === best;
  const first = candidates.find((p) => members.some((q) => isBest(p, q))) as number;
  return [first, candidates.find((q) => q > first && isBest(first, q)) as number];
}

/** The values that can be part of a pair with at least the score `bound`, ascending. */
function promising({ gains, losses, open }: Saliency, bound: number): Int32Array {
  let candidates = open;
  for (let before = Infinity; candidates.length < 0.9 * before;) {
    before = candidates.length;
    const [gain, loss] = [largest(gains, candidates), largest(losses, candidates)];
    const kept = new Int32Array(before);
    let count = 0;
    for (let i = 0; i < before; i++) {
      const p = candidates[i];
      const [most, furthest] = [gains[p] + gain, losses[p] + loss];
      if (most > 0 && furthest > 0 && most * furthest >= bound) kept[count++] = p;
    }
    candidates = kept.subarray(0, count);
  }
  return candidates;
}

/** The first best pair, by a search through all pairs. */
function firstOfAll(saliency: Saliency, candidates: Int32Array): readonly [number, number] | undefined {
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
function goodScore({ gains, losses, open }: Saliency): number {
  let best = 0;
  for (const values of [gains, losses]) {
    let p = open[0];
    for (let i = 0; i < open.length; i++) if (values[open[i]] > values[p]) p = open[i];
    for (let round = 0; round < 2; round++) {
      const [gain, loss] = [gains[p], losses[p]];
      let [score, partner] = [0, p];
      for (let i = 0; i < open.length; i++) {
        const [most, furthest] = [gain + gains[open[i]], loss + losses[open[i]]];
        if (most > 0 && furthest > 0 && most * furthest > score && open[i] !== p)
          [score, partner] = [most * furthest, open[i]];
      }
      best = Math.max(best, score);
      p = partner;
    }
  }
  return best;
}

function largest(values: Float32Array, at: Int32Array): number {
  let most = -Infinity;
  for (let i = 0; i < at.length; i++) if (values[at[i]] > most) most = values[at[i]];
  return most;
}
