import type { Matrix } from '../matrix/matrix.ts';
import { largestIn } from '../matrix/rows.ts';

type Numbers = ArrayLike<number>;

/**
 * Expected length of the loss gradient under the predicted class probabilities.
 *
 *   Σ_c p_c ‖∇J(x, c)‖,   ∇J(x, c) = Σ_k (p_k − [k = c]) ∇z_k = Σ_{k ≠ top} (p_k − [k = c]) ∇d_k,   d_k = z_k − z_top
 *   ‖∇J(x, c)‖² = pᵀ G p − 2 (G p)_c + G_cc,   for the most probable class pᵀ G p
 *
 * The coefficients of the ∇z_k add up to 0, so differences can replace them. Differences avoid cancellation of large terms
 * if the model is confident.
 *
 * @param logits - z, [n, classes]
 * @param grams - ⟨∇d_k, ∇d_l⟩ of all classes but the most probable one, [n, classes - 1, classes - 1]
 * @returns [n]
 */
export function expectedLengths(logits: Numbers, grams: Numbers, n: number): Float64Array {
  const classes = logits.length / n;
  const others = classes - 1;
  return Float64Array.from({ length: n }, (_, item) => {
    const { top, rest } = softmax(logits, item * classes, classes);
    const at = (k: number, l: number): number => grams[(item * others + k) * others + l];
    const products = rest.map((_, k) => rest.reduce((sum, p, l) => sum + p * at(k, l), 0)); // G p
    const square = Math.max(
      0,
      rest.reduce((sum, p, k) => sum + p * products[k], 0),
    ); // pᵀ G p
    return rest.reduce(
      (sum, p, c) => {
        return sum + p * Math.sqrt(Math.max(0, square - 2 * products[c] + at(c, c)));
      },
      top * Math.sqrt(square),
    );
  });
}

/**
 * Expected gradient length for the weights of a last layer z = h W + b, in closed form: Σ_c p_c ‖p − e_c‖ √(‖h‖² + 1), without
 * the 1 if there is no b.
 *
 * @param probabilities - p, [n, classes]
 * @param features - h, inputs of the last layer, [n, d]
 * @param bias - whether the layer has b
 * @returns [n]
 */
export function lastLayerLengths(probabilities: Matrix, features: Matrix, bias: boolean): Float64Array {
  const { columns: classes } = probabilities;
  return Float64Array.from({ length: probabilities.rows }, (_, item) => {
    const p = Array.from(probabilities.data.subarray(item * classes, (item + 1) * classes));
    const h = features.data.subarray(item * features.columns, (item + 1) * features.columns);
    const length = Math.sqrt(h.reduce((sum, value) => sum + value * value, bias ? 1 : 0));
    return p.reduce((sum, share, c) => {
      const others = p.filter((_, k) => k !== c);
      const missing = others.reduce((a, b) => a + b, 0); // 1 − p_c, exact where p_c is nearly 1
      return sum + share * length * Math.sqrt(others.reduce((a, b) => a + b * b, missing * missing));
    }, 0);
  });
}

/** Returns the largest probability, and the others in order. */
function softmax(logits: Numbers, start: number, classes: number): { top: number; rest: number[] } {
  const top = largestIn(logits, start, start + classes);
  const weights = Array.from({ length: classes }, (_, k) => Math.exp(logits[start + k] - logits[start + top]));
  const total = weights.reduce((a, b) => a + b);
  return { top: 1 / total, rest: weights.filter((_, k) => k !== top).map((weight) => weight / total) };
}
