import { EngineError } from '../errors.ts';
import { explainErrors } from '../explain-errors.ts';
import { backward, between, follow, type Operation } from './backward.ts';
import { tf } from './tensors.ts';
import type { Tensor } from './tensors.ts';

/** A function that ran once and whose gradient can be taken many times. */
export interface Recording {
  /** The function's result. */
  readonly value: Tensor;
  /**
   * Returns the gradient of sum(cotangent · value) with respect to the input, the product of the cotangent with the Jacobian.
   *
   * @param cotangent - same shape as `value`
   * @returns same shape as the input; tracked by the caller's tidy
   */
  gradient(cotangent: Tensor): Tensor;
  /** Frees the value and the tensors saved for its gradient. */
  dispose(): void;
}

/** A function that ran once and whose gradients with respect to the watched tensors can be taken many times. */
export interface WatchedRecording {
  /** The function's result. */
  readonly value: Tensor;
  /** As `gradient` of a `Recording`, with respect to each watched tensor, in the order in which they were watched. */
  gradients(cotangent: Tensor): Tensor[];
  dispose(): void;
}

/**
 * Runs a differentiable function once and keeps the tensors that its gradient needs; `tf.grad` would run it again for every
 * gradient. Only operations between the input and the value are followed back, and only operands that depend on the input: no
 * gradient of a weight is computed.
 *
 * @throws EngineError - inside another gradient, if an operation has no gradient, or if the value does not depend on x by values that
 *   have derivatives: integers have none
 */
export function record(run: (x: Tensor) => Tensor, x: Tensor): Recording {
  const { value, gradients, dispose } = recordWatched((watch) => run(watch(x)), x);
  return { value, dispose, gradient: (cotangent) => tf.tidy(() => gradients(cotangent)[0]) };
}

/**
 * As `record`, with respect to any tensors that the function passes to `watch`, inputs or intermediate results. `watch` returns
 * its argument, and must be called before an operation takes it.
 *
 * @param borrowed - a tensor of the caller that the function may return; it is not disposed with the recording
 */
export function recordWatched(
  run: (watch: <T extends Tensor>(tensor: T) => T) => Tensor,
  borrowed?: Tensor,
): WatchedRecording {
  const { state } = tf.engine();
  if (state.gradientDepth > 0)
    throw new EngineError(
      'record: called inside a gradient.\nExpected a call outside of tf.grad and other recordings.',
    );
  const tape: Operation[] = (state.activeTape = []);
  const followed = new Set<number>();
  tape.push = (operation) => {
    follow(operation, followed);
    return Array.prototype.push.call(tape, operation);
  };
  state.gradientDepth++;
  const watched: { readonly id: number; readonly shape: number[] }[] = [];
  const watch = <T extends Tensor>(tensor: T): T => {
    watched.push({ id: tensor.id, shape: tensor.shape });
    followed.add(tensor.id);
    return tensor;
  };
  let value: Tensor | undefined;
  const dispose = (): void => {
    tf.dispose(tape.map(({ saved = [] }) => saved));
    if (value !== borrowed) value?.dispose();
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
      'Cannot compute gradient: the value does not depend on the input.\nExpected a function that uses its input.',
    );
  }
  const gradients = (cotangent: Tensor): Tensor[] =>
    explainErrors(
      () =>
        tf.tidy(() => {
          const byId = backward(path, new Set(ids), value, cotangent);
          return watched.map(({ id, shape }) => byId.get(id) ?? tf.zeros(shape));
        }),
      withoutGradient,
    );
  return { value, dispose, gradients };
}

/** TensorFlow.js does not implement a gradient for the options of its operation. */
const withoutGradient = (reason: string, options: ErrorOptions): EngineError =>
  new EngineError(`Cannot compute gradient: ${reason}\nExpected operations whose gradients the engine has.`, options);
