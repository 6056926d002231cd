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

/** A function run once, whose gradients with respect to what it watched can be taken again and again. */
export interface WatchedRecording {
  /** What the function returned. */
  readonly value: Tensor;
  /** As `gradient` of a `Recording`, with respect to each watched tensor, in the order of watching; tracked by the caller's tidy. */
  gradients(cotangent: Tensor): Tensor[];
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
  const { value, gradients, dispose } = recordWatched((watch) => run(watch(x)), x);
  return { value, dispose, gradient: (cotangent) => tf.tidy(() => gradients(cotangent)[0]) };
}

/**
 * As `record`, with respect to any tensors on the way, inputs or intermediate results: those that the function hands to
 * `watch`, which gives them back.
 *
 * @param given - a tensor of the caller's that the function may return, and that stays the caller's
 */
export function recordWatched(
  run: (watch: <T extends Tensor>(tensor: T) => T) => Tensor,
  given?: Tensor,
): WatchedRecording {
  const { state } = tf.engine();
  if (state.gradientDepth > 0)
    throw new EngineError('record: called inside a gradient.\nExpected no gradient around it.');
  const tape: Operation[] = (state.activeTape = []);
  state.gradientDepth++;
  const watched: { readonly id: number; readonly shape: number[] }[] = [];
  const watch = <T extends Tensor>(tensor: T): T => {
    watched.push({ id: tensor.id, shape: tensor.shape });
    return tensor;
  };
  let value: Tensor | undefined;
  const dispose = (): void => {
    tf.dispose(tape.map(({ saved = [] }) => saved));
    if (value !== given) value?.dispose();
  };
  try {
    value = tf.keep(tf.tidy(() => run(watch)));
  } finally {
    state.gradientDepth--;
    state.activeTape = null as never;
    if (!value) dispose();
  }
  const ids = watched.map(({ id }) => id);
  const path = between(tape, ids, value);
  if (path.length === 0 && !ids.includes(value.id)) {
    dispose();
    throw new EngineError(
      'Cannot compute gradient: the value does not depend on the input.\nExpected a function that computes with it.',
    );
  }
  const gradients = (cotangent: Tensor): Tensor[] =>
    tf.tidy(() => {
      const found = backward(path, new Set(ids), value, cotangent);
      return watched.map(({ id, shape }) => found.get(id) ?? tf.zeros(shape));
    });
  return { value, dispose, gradients };
}

/** The operations that lead from some tensors to y, each with those of its operands that depend on them. */
function between(tape: readonly Operation[], from: readonly number[], y: Tensor): Operation[] {
  const dependent = new Set(from);
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

/** Follows the operations, last one first, back from y; the gradients of y and of what is watched, by their ids. */
function backward(
  path: readonly Operation[],
  watched: ReadonlySet<number>,
  y: Tensor,
  cotangent: Tensor,
): Map<number, Tensor> {
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
    for (const { id } of outputs) if (id !== y.id && !watched.has(id)) gradients.delete(id);
  }
  return gradients;
}
