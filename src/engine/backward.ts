import { EngineError } from '../errors.ts';
import { tf } from './tensors.ts';
import type { Tensor } from './tensors.ts';

/** An operation as recorded on the tape of TensorFlow.js. */
export type Operation = ReturnType<typeof tf.engine>['state']['activeTape'][number];

/** By kernel, which operand is read only by the gradient with respect to which other one, in the order in which they are saved. */
const readFor: Readonly<Record<string, readonly (readonly [operand: string, other: string])[]>> = {
  ...Object.fromEntries(
    ['Conv2D', 'DepthwiseConv2dNative'].map((name) => [
      name,
      [
        ['x', 'filter'],
        ['filter', 'x'],
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['BatchMatMul', 'Multiply'].map((name) => [
      name,
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ]),
  ),
};

/**
 * Frees the saved operands that no gradient will read: a convolution whose filter does not depend on the followed tensors needs its
 * image for the gradient of the filter only.
 *
 * @param followed - the ids of the tensors that are followed so far; those of the results are added
 */
export function follow({ kernelName, inputs, outputs, saved = [] }: Operation, followed: Set<number>): void {
  const isFollowed = (operand: Tensor | undefined): boolean => operand !== undefined && followed.has(operand.id);
  if (!Object.values(inputs).some(isFollowed)) return;
  for (const [i, [, other]] of (readFor[kernelName] ?? []).entries())
    if (!isFollowed(inputs[other])) saved[i]?.dispose();
  for (const { id } of outputs) followed.add(id);
}

/**
 * Returns the operations that lead from some tensors to y, last one first, each with only the operands that depend on them. A path
 * ends at integers and truth values, such as the ids of an embedding: TensorFlow.js would return the ids as the gradient of the ids.
 */
export function between(tape: readonly Operation[], from: readonly number[], y: Tensor): Operation[] {
  const dependent = new Set(from);
  const following = tape.flatMap((operation) => {
    const inputs = Object.fromEntries(
      Object.entries(operation.inputs).filter(([, { id, dtype }]) => dtype === 'float32' && dependent.has(id)),
    );
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

/**
 * Follows the operations back from y, last one first, and frees each slope once nothing needs it any more.
 *
 * @returns the gradients of y and of the watched tensors by id
 */
export function backward(
  path: readonly Operation[],
  watched: ReadonlySet<number>,
  y: Tensor,
  cotangent: Tensor,
): Map<number, Tensor> {
  const gradients = new Map([[y.id, cotangent]]);
  const release = (slope: Tensor | undefined): void => {
    // a gradient may be the very tensor of another: both operands of a sum get the slope of the sum
    if (slope && slope !== cotangent && ![...gradients.values()].includes(slope)) slope.dispose();
  };
  for (const { inputs, outputs, gradient, kernelName } of path) {
    if (!gradient)
      throw new EngineError(
        `Cannot compute gradient: ${kernelName} has none.\nExpected differentiable operations only.`,
      );
    const received = outputs.map(({ id }) => gradients.get(id) as Tensor); // the tape reads undefined as zeros
    const slopes = tf.tidy(() => {
      const slopeOf = gradient(received);
      return Object.fromEntries(Object.keys(inputs).map((name) => [name, tf.tidy(slopeOf[name])]));
    });
    for (const [name, { id }] of Object.entries(inputs)) {
      const before = gradients.get(id);
      gradients.set(id, before ? tf.add(before, slopes[name]) : slopes[name]);
      if (before) [before, slopes[name]].forEach(release);
    }
    for (const { id } of outputs) if (id !== y.id && !watched.has(id)) gradients.delete(id);
    received.forEach(release);
  }
  return gradients;
}
