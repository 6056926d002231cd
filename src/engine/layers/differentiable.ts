import { tf, type Tensor } from '../tensors.ts';

type Operands = Record<string, Tensor>;

/** A computation with its gradient. */
export interface Differentiable {
  /** What it depends on; null or undefined ones are left out. */
  readonly inputs: Record<string, Tensor | null | undefined>;
  /** Computes the output from the inputs, and saves what the gradient needs. */
  readonly forward: (save: (tensors: Tensor[]) => void) => Tensor;
  /** The gradient with respect to each input, from that of the output; only those that are asked for are computed. */
  readonly backward: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;
}

/**
 * Computes and puts on the tape. Unlike `tf.customGrad`, whose gradients are computed for all inputs whether they are
 * wanted or not: an attack would pay for the gradients of the weights.
 */
export function differentiable({ inputs, forward, backward }: Differentiable): Tensor {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor)) as Operands;
  const engine = tf.engine() as unknown as {
    runKernelFunc(call: {
      inputs: Operands;
      forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
      backwardsFunc: Differentiable['backward'];
    }): Tensor;
  };
  return engine.runKernelFunc({
    inputs: given,
    forwardFunc: (_, save) => forward(save),
    backwardsFunc: backward,
  });
}

/** Runs a kernel of the engine in use that has one output. */
export function runKernel(name: string, inputs: Operands, attrs: object = {}): Tensor {
  return tf.engine().runKernel<Tensor>(name, inputs, { ...attrs });
}

/** Runs a kernel of the engine in use that has several outputs. */
export function runKernels(name: string, inputs: Operands, attrs: object = {}): Tensor[] {
  return tf.engine().runKernel<Tensor[]>(name, inputs, { ...attrs });
}
