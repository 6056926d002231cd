import { tf, type Tensor } from '../tensors.ts';

type Operands = Record<string, Tensor>;

/** A computation and its gradient. */
export interface Differentiable {
  /** Its operands; null and undefined ones are omitted. */
  readonly inputs: Record<string, Tensor | null | undefined>;
  /** Computes the output and saves the tensors that the gradient needs. */
  readonly forward: (save: (tensors: Tensor[]) => void) => Tensor;
  /** Returns the gradient per input, given the gradient `dy` of the output; only the requested ones are computed. */
  readonly backward: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;
}

/**
 * Computes the output and records the computation on the tape. `tf.customGrad` would compute the gradients of all inputs even if
 * they are not needed: an attack would pay for the gradients of the weights.
 */
export function differentiable({ inputs, forward, backward }: Differentiable): Tensor {
  const operands = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor)) as Operands;
  const engine = tf.engine() as unknown as {
    runKernelFunc(call: {
      inputs: Operands;
      forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
      backwardsFunc: Differentiable['backward'];
    }): Tensor;
  };
  return engine.runKernelFunc({
    inputs: operands,
    forwardFunc: (_, save) => forward(save),
    backwardsFunc: backward,
  });
}

/** Whether gradients will be taken. */
export function isTaped(): boolean {
  return (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();
}

/** Runs a kernel of the current engine that has one output. */
export function runKernel(name: string, inputs: Operands, attrs: object = {}): Tensor {
  return tf.engine().runKernel<Tensor>(name, inputs, { ...attrs });
}

/** Runs a kernel of the current engine that has several outputs. */
export function runKernels(name: string, inputs: Operands, attrs: object = {}): Tensor[] {
  return tf.engine().runKernel<Tensor[]>(name, inputs, { ...attrs });
}
