import { setImmediate } from 'node:timers/promises';
import { checkBudget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { tf } from '../../engine/tensors.ts';
import { boundedBatch, gradientBytes } from '../../models/network/batch-size.ts';
import { isNetwork } from '../../models/network/is-network.ts';
import { subset } from '../../splits/index.ts';
import type { AttackOptions, QueriedBatch, QueriedModel } from '../contract.ts';
import type { Attempt } from './attempts.ts';
import { checkFinite, predictedClasses } from './judge.ts';

const usualBatch = 128;

/** No attack holds the gradients of more logits, or combinations of them, in the engine at once. */
const gradientsAtOnce = 2;

/** The number of inputs per batch: that of the options, or as many as fit in the memory of a batch. */
export function batchSizeOf({ batchSize }: AttackOptions, model: QueriedModel): number {
  if (batchSize !== undefined || !isNetwork(model)) return batchSize ?? usualBatch;
  return boundedBatch(usualBatch, gradientBytes(model.model, gradientsAtOnce));
}

/** The positions in batches, in order. */
export function batchesOf(positions: readonly number[], batchSize: number): number[][] {
  const count = Math.ceil(positions.length / batchSize);
  return Array.from({ length: count }, (_, batch) => positions.slice(batch * batchSize, (batch + 1) * batchSize));
}

/** The predicted class of every input to attack; -1, which is no label, for all others. */
export async function cleanPredictions(
  name: string,
  model: QueriedModel,
  split: Split,
  batchSize: number,
  { items, budget }: AttackOptions,
): Promise<Int32Array> {
  const predicted = new Int32Array(split.size).fill(-1);
  for (const positions of batchesOf(items ?? Array.from(predicted.keys()), batchSize)) {
    checkBudget(budget);
    const { inputs } = subset(split, positions);
    const classes = await predictedClasses(name, model, inputs as Float32Array, positions.length);
    positions.forEach((position, row) => (predicted[position] = classes[row]));
    await setImmediate();
  }
  return predicted;
}

/** The candidates of an attempt for the inputs at some positions, [positions, values per item]. */
export async function candidatesOf(
  name: string,
  { craft }: Attempt,
  split: Split,
  setting: Omit<QueriedBatch, 'x' | 'y'> & { readonly positions: readonly number[] },
): Promise<Float32Array> {
  const { inputs, labels, size, itemShape } = subset(split, setting.positions);
  const x = tf.tensor(inputs, [size, ...itemShape]);
  const y = tf.tensor1d(labels, 'int32');
  try {
    const candidates = await craft({ ...setting, x, y });
    const values = (await candidates.data().finally(() => candidates.dispose())) as Float32Array;
    checkFinite(name, values);
    return values;
  } finally {
    tf.dispose([x, y]);
  }
}
