import { tf, type Tensor, type Variable } from '../engine/tensors.ts';

export interface AdamOptions {
  readonly learningRate: number;
  /** @defaultValue 0.9 */
  readonly beta1?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
  /** @defaultValue 1e-8 */
  readonly epsilon?: number;
}

/** Changes variables against their gradients, which come in the same order; one without a gradient stays as it is. */
export type Step = (gradients: readonly (Tensor | undefined)[]) => void;

/**
 * Adam with bias-corrected moments.
 *
 *   m ← β1·m + (1 − β1)·g,  v ← β2·v + (1 − β2)·g²
 *   w ← w − α · m̂ / (√v̂ + ε),  m̂ = m / (1 − β1^t),  v̂ = v / (1 − β2^t)
 *
 * The moments live in plain memory: the steps are the same to the bit on every engine that computes the same gradients,
 * and there is nothing to dispose of.
 * @see Kingma and Ba 2015, arXiv:1412.6980, algorithm 1
 */
export function adam(variables: readonly Variable[], options: AdamOptions): Step {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const first = variables.map(({ size }) => new Float32Array(size));
  const second = variables.map(({ size }) => new Float32Array(size));
  let t = 0;

  return (gradients) => {
    t++;
    const step = learningRate / (1 - beta1 ** t);
    const correction = Math.sqrt(1 - beta2 ** t);
    variables.forEach((variable, k) => {
      const g = gradients[k]?.dataSync();
      if (!g) return;
      const [m, v] = [first[k], second[k]];
      const w = Float32Array.from(variable.dataSync());
      for (let i = 0; i < w.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        w[i] -= (step * m[i]) / (Math.sqrt(v[i]) / correction + epsilon);
      }
      tf.tidy(() => variable.assign(tf.tensor(w, variable.shape)));
    });
  };
}
