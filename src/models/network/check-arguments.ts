import { tf, type Tensor } from '../../engine/tensors.ts';
import { InvalidDataError, InvalidOptionError } from '../../errors.ts';
import { checkNames, isInstance } from '../../options.ts';
import { checkedRandom } from '../../random/check-random.ts';
import { show } from '../../show.ts';
import { isArrayOf } from '../../splits/types.ts';
import type { ForwardOptions } from './contract.ts';

/** Checks what `predict` receives. @throws InvalidDataError unless it is a Float32Array, or an Int32Array of token ids, with the values of `count` items */
export function checkBatch(name: string, inputs: unknown, count: unknown, itemShape: readonly number[]): void {
  const length = itemShape.reduce((product, size) => product * size, 1);
  const isCount = Number.isSafeInteger(count) && (count as number) > 0;
  const isArray = isArrayOf(Float32Array, inputs) || isArrayOf(Int32Array, inputs);
  if (isCount && isArray && inputs.length === (count as number) * length) return;
  throw new InvalidDataError(
    `"${name}": predict received ${show(inputs)} for ${show(count)} items.\n` +
      `Expected a Float32Array of ${length} values per item, and the number of items, at least 1.\nPass the values of the items, one item after another.`,
  );
}

/**
 * Checks what `logits` receives.
 *
 * @returns the options, with draws that are checked
 * @throws InvalidOptionError unless it is a tensor [batch, ...itemShape], and the options are those of a forward pass
 */
export function checkedForward(
  name: string,
  x: Tensor,
  options: ForwardOptions | undefined,
  itemShape: readonly number[],
): ForwardOptions | undefined {
  if (!isInstance(x, tf.Tensor) || x.shape.slice(1).join() !== itemShape.join()) {
    const received = isInstance(x, tf.Tensor) ? `a tensor [${x.shape.join(', ')}]` : show(x);
    throw new InvalidOptionError(
      `"${name}": logits received ${received}.\nExpected a tensor [batch, ${itemShape.join(', ')}].\nPass one made by tf of "vitest-dnn/layers", or use predict for arrays.`,
    );
  }
  if (options === undefined) return undefined;
  const { training } = checkNames(`"${name}": logits`, options, ['training']);
  return training === undefined ? undefined : { training: checkedRandom(`"${name}": logits`, training) };
}
