import { EngineError } from '../errors.ts';
import { tf } from './tensors.ts';
import type { Tensor } from './tensors.ts';

/** A function run once, whose gradient can be taken again and again. */
export interface Recording {
  /** What the function returned. */
  readonly value: Tensor;
  /**
   * The product of `cotangent`, of the shape of `value`, with the Jacobian: the gradient of sum(cotangent · value) with
   * respect to the input. A tensor of the input's shape, tracked by the caller's tidy.
   */
  gradient(cotangent: Tensor): Tensor;
  /** Frees the value and what the function saved for its gradient. */
  dispose(): void;
}

/** What TensorFlow.js keeps of an operation that ran while a tape was on. */
type Operation = ReturnType<typeof tf.engine>['state']['activeTape'][number];

/**
 * Runs a differentiable function once and keeps what its gradient needs, where `tf.grad` would run it anew for every
 * gradient. Of the operations only those between the input and the value are followed back, and of their operands only
 * those that depend on the input: no gradient of a weight is computed.
 *
 * @throws EngineError inside another gradient, or if an operation has no gradient, or if the value does not depend on x
 */
export function record(run: (x: Tensor) => Tensor, x: Tensor): Recording {
  const { state } = tf.engine();
  if (state.gradientDepth > 0)
    throw new EngineError('record: called inside a gradient.\nExpected no gradient around it.');
  const tape: Operation[] = (state.activeTape = []);
  state.gradientDepth++;
  let value: Tensor | undefined;
  const dispose = (): void => {
    tf.dispose(tape.map(({ saved = [] }) => saved));
    if (value !== x) value?.dispose();
  };
  try {
    value = tf.keep(tf.tidy(() => run(x)));
  } finally {
    state.gradientDepth--;
    state.activeTape = null as never;
    if (!value) dispose();
  }
  const path = between(tape, x, value);
  if (path.length === 0) {
    dispose();
    throw new EngineError(
      'Cannot compute gradient: the value does not depend on the input.\nExpected a function that computes with it.',
    );
  }
  return { value, dispose, gradient: (cotangent) => tf.tidy(() => backward(path, x, value, cotangent)) };
}

/** The operations that lead from x to y, each with those of its operands that depend on x. */
function between(tape: readonly Operation[], x: Tensor, y: Tensor): Operation[] {
  const dependent = new Set([x.id]);
  const following = tape.flatMap((operation) => {
    const inputs = Object.fromEntries(Object.entries(operation.inputs).filter(([, { id }]) => dependent.has(id)));
    if (Object.keys(inputs).length === 0) return [];
    for (const { id } of operation.outputs) dependent.add(id);
    return [{ ...operation, inputs }];
  });
  const needed = new Set([y.id]);
  return following.reverse().filter(({ inputs, outputs }) => {
    if (!outputs.some(({ id }) => needed.has(id))) return false;
    for (const { id } of Object.values(inputs)) needed.add(id);
    return true;
  });
}

/** Follows the operations, last one first, back from y to x. */
function backward(path: readonly Operation[], x: Tensor, y: Tensor, cotangent: Tensor): Tensor {
  const gradients = new Map([[y.id, cotangent]]);
  for (const { inputs, outputs, gradient, kernelName } of path) {
    if (!gradient)
      throw new EngineError(`Cannot compute gradient: ${kernelName} has none.\nExpected differentiable operations.`);
    const slopes = gradient(outputs.map(({ id }) => gradients.get(id) as Tensor)); // the tape reads undefined as zeros
    for (const [name, { id }] of Object.entries(inputs)) {
      const slope = tf.tidy(slopes[name]);
      const before = gradients.get(id);
      gradients.set(id, before ? tf.add(before, slope) : slope);
    }
    for (const { id } of outputs) if (id !== y.id) gradients.delete(id);
  }
  return gradients.get(x.id) as Tensor;
}
