import { tf, type Tensor, type Variable } from '../../engine/tensors.ts';

export interface AdamOptions {
  readonly learningRate: number;
  /** @defaultValue 0.9 */
  readonly beta1?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
  /** @defaultValue 1e-8 */
  readonly epsilon?: number;
}

export interface Optimizer {
  /** Changes the variables against their gradients, in the same order. A variable without a gradient is unchanged. */
  step(gradients: readonly (Tensor | undefined)[]): void;
  /** Frees its tensors in the engine. */
  dispose(): void;
}

/** The numbers of one step that are the same for all weights. */
interface Pace {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate, corrected for the bias of the first moment. */
  readonly step: number;
  /** Root of the bias correction of the second moment. */
  readonly correction: number;
}

/**
 * Adam with bias-corrected moments; returns the optimizer of the variables.
 *
 *   m ← β1·m + (1 − β1)·g,  v ← β2·v + (1 − β2)·g²
 *   w ← w − α · m̂ / (√v̂ + ε),  m̂ = m / (1 − β1^t),  v̂ = v / (1 − β2^t)
 *
 * Computed in 64 bits and stored in 32: in the engine if it has a kernel for it, otherwise in JavaScript. Engines with equal
 * gradients take bit-identical steps.
 * @see Kingma and Ba 2015, arXiv:1412.6980, algorithm 1
 */
export function adam(variables: readonly Variable[], options: AdamOptions): Optimizer {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const updates = variables.map(tf.getKernel('AdamStep', tf.getBackend()) ? inEngine : inJavaScript);
  let t = 0;
  return {
    step(gradients) {
      t++;
      const step = learningRate / (1 - beta1 ** t);
      const pace = { beta1, beta2, epsilon, step, correction: Math.sqrt(1 - beta2 ** t) };
      gradients.forEach((gradient, k) => gradient && updates[k].apply(gradient, pace));
    },
    dispose: () => updates.forEach(({ dispose }) => dispose()),
  };
}

/** Changes one variable against its gradient. */
interface Update {
  readonly apply: (gradient: Tensor, pace: Pace) => void;
  readonly dispose: () => void;
}

function inEngine(variable: Variable): Update {
  const [first, second] = [0, 1].map(() => tf.keep(tf.zeros(variable.shape)));
  return {
    apply: (gradient, pace) =>
      tf.tidy(() => {
        const operands = { weights: variable, gradient, first, second };
        variable.assign(tf.engine().runKernel<Tensor>('AdamStep', operands, { ...pace }));
      }),
    dispose: () => tf.dispose([first, second]),
  };
}

function inJavaScript(variable: Variable): Update {
  const m = new Float32Array(variable.size);
  const v = new Float32Array(variable.size);
  return {
    apply(gradient, { beta1, beta2, epsilon, step, correction }) {
      const g = gradient.dataSync();
      const w = Float32Array.from(variable.dataSync());
      for (let i = 0; i < w.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        w[i] -= (step * m[i]) / (Math.sqrt(v[i]) / correction + epsilon);
      }
      tf.tidy(() => variable.assign(tf.tensor(w, variable.shape)));
    },
    dispose: () => {},
  };
}
