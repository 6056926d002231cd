import { Rows } from '../engine/arrays/matrix.ts';
import { drawWeighted } from '../geometry/draw-weighted.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { largestIn } from '../matrix/rows.ts';
import { pacing } from '../pace.ts';
import { defineAcquisition } from './define.ts';

/**
 * BADGE: query inputs with long and diverse gradients, computed as if the predictions were true. The inputs are drawn by
 * k-means++ on the gradients of the loss with respect to the weights of the last layer:
 *
 *   g(x) = (p - e_ŷ) ⊗ h(x)      if the logits are h W + b; otherwise the gradient passes through the layers behind the last one
 *
 * The first query has the longest gradient. Each further query is drawn with probability proportional to its squared distance
 * to the nearest query so far. If all distances are 0, it is drawn uniformly from the remaining inputs. The embeddings stay
 * factored, ⟨a ⊗ h, b ⊗ g⟩ = ⟨a, b⟩ ⟨h, g⟩, so a query costs O(n (classes + d)).
 *
 * Needs `probabilities` [pool, classes] and `features` [pool, d], with `slopes` where the gradient passes through other layers;
 * returns indices in the order drawn.
 * @see Ash et al. 2020, arXiv:1906.03671, algorithm 1
 */
export const badge = defineAcquisition({
  name: 'badge',
  needs: () => ({ probabilities: {}, features: { slopes: true } }),
  select: async ({ size, probabilities, features }, count, random, _options, progress) => {
    const pace = pacing('select', progress);
    const errors = features.slopes ?? errorsOf(probabilities);
    const [errorRows, featureRows] = [new Rows(errors), new Rows(features)];
    const norms = Float64Array.from({ length: size }, (_, i) => errorRows.squaredNorm(i) * featureRows.squaredNorm(i));
    const nearest = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const selected = new Int32Array(count);
    const taken = new Uint8Array(size);
    for (let k = 0; k < count; k++) {
      const chosen = k === 0 ? norms.indexOf(norms.reduce((a, b) => Math.max(a, b))) : drawWeighted(nearest, random);
      selected[k] = chosen ?? free(taken, random.integer(size - k));
      const drawn = selected[k];
      taken[drawn] = 1;
      const error = errorRows.innerProducts(errors.data, drawn * errors.columns);
      const feature = featureRows.innerProducts(features.data, drawn * features.columns);
      for (let i = 0; i < size; i++) {
        const distance = norms[i] + norms[drawn] - 2 * (error[i] * feature[i]);
        if (distance < nearest[i]) nearest[i] = Math.max(0, distance);
      }
      nearest[drawn] = 0;
      await pace(k + 1, count);
    }
    return selected;
  },
});

/** Returns p - e_ŷ of every row; ŷ is the first of its most probable classes. */
function errorsOf({ data, rows, columns }: Matrix): Matrix {
  const errors = data.slice();
  for (let i = 0; i < rows; i++) {
    const row = errors.subarray(i * columns, (i + 1) * columns);
    row[largestIn(row)] -= 1;
  }
  return { data: errors, rows, columns };
}

/** Returns the index of the untaken input with `place` untaken ones before it. */
function free(taken: Uint8Array, place: number): number {
  let index = taken.indexOf(0);
  for (let k = 0; k < place; k++) index = taken.indexOf(0, index + 1);
  return index;
}
