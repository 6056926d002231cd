import type { Matrix } from '../../matrix.ts';

type Numbers = ArrayLike<number>;

/**
 * Expected length of the gradient of the loss, over the predicted classes.
 *
 *   Σ_c p_c ‖∇J(x, c)‖,   ∇J(x, c) = Σ_k (p_k − [k = c]) ∇z_k
 *   ‖∇J(x, c)‖² = pᵀ G p − 2 (G p)_c + G_cc
 *
 * G is the Gram matrix of the gradients of the logits, here of their differences from the logit of the most probable class:
 * the coefficients of a loss add up to 0, so that this changes nothing, and where the model is sure no large numbers cancel.
 *
 * @param logits - z, [n, classes]
 * @param grams - ⟨∇z_k, ∇z_l⟩, [n, classes, classes]
 * @returns [n]
 */
export function expectedLengths(logits: Numbers, grams: Numbers, n: number): Float64Array {
  const classes = logits.length / n;
  return Float64Array.from({ length: n }, (_, item) => {
    const p = softmax(logits, item * classes, classes);
    const top = p.indexOf(Math.max(...p));
    const at = (k: number, l: number): number => grams[(item * classes + k) * classes + l];
    const centred = (k: number, l: number): number => at(k, l) - at(k, top) - at(top, l) + at(top, top);
    const products = p.map((_, k) => p.reduce((sum, share, l) => sum + share * centred(k, l), 0)); // G p
    const square = p.reduce((sum, share, k) => sum + share * products[k], 0); // pᵀ G p
    return p.reduce((sum, share, c) => {
      return sum + share * Math.sqrt(Math.max(0, square - 2 * products[c] + centred(c, c)));
    }, 0);
  });
}

/**
 * The same for the weights and the bias of the last layer alone, in closed form: Σ_c p_c ‖p − e_c‖ √(‖h‖² + 1).
 *
 * @param probabilities - p, [n, classes]
 * @param features - h, what the last layer is given, [n, d]
 * @returns [n]
 */
export function lastLayerLengths(probabilities: Matrix, features: Matrix): Float64Array {
  const { columns: classes } = probabilities;
  return Float64Array.from({ length: probabilities.rows }, (_, item) => {
    const p = Array.from(probabilities.data.subarray(item * classes, (item + 1) * classes));
    const h = features.data.subarray(item * features.columns, (item + 1) * features.columns);
    const length = Math.sqrt(h.reduce((sum, value) => sum + value * value, 1));
    return p.reduce((sum, share, c) => {
      const others = p.filter((_, k) => k !== c);
      const missing = others.reduce((a, b) => a + b, 0); // 1 − p_c, exact where p_c is nearly 1
      return sum + share * length * Math.sqrt(others.reduce((a, b) => a + b * b, missing * missing));
    }, 0);
  });
}

function softmax(logits: Numbers, start: number, classes: number): number[] {
  const z = Array.from({ length: classes }, (_, k) => logits[start + k]);
  const highest = Math.max(...z);
  const weights = z.map((value) => Math.exp(value - highest));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}
