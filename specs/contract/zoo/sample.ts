import type { Split } from '../../../src/datasets/contract.ts';
import { createRandom } from '../../../src/random/index.ts';
import type { ZooNetwork } from './contract.ts';

/** Inputs per network. */
export const sampleSize = 6;

/** Token ids are below this number. */
export const vocabulary = 7;

/**
 * Draws inputs for a network: every second one lies in [0, 1], the others in [-3, 3].
 *
 * @param part - inputs of another part differ
 */
export function sampleInputs(zoo: ZooNetwork, part: string): Float32Array | Int32Array {
  const { name, itemShape, inputs = 'values' } = zoo;
  const random = createRandom(3).fork('inputs', name, part);
  const length = itemShape.reduce((product, size) => product * size, 1);
  const width = length / itemShape[0];
  const draw = (item: number, step: number): number => {
    if (readsIds(zoo)) return step > 1 + (item % itemShape[0]) ? 0 : random.integer(vocabulary);
    const value = item % 2 === 0 ? random.uniform() : random.uniform() * 6 - 3;
    return inputs === 'padded' && step > item % itemShape[0] ? 0 : value;
  };
  const values = Float32Array.from({ length: sampleSize * length }, (_, i) =>
    draw(Math.floor(i / length), Math.floor((i % length) / width)),
  );
  return inputs === 'ids' ? Int32Array.from(values) : values;
}

/** Whether the inputs of a network are token ids. */
export const readsIds = ({ inputs }: ZooNetwork): boolean => inputs === 'ids' || inputs === 'floatIds';

/** The smallest and largest valid input of a network. */
export const inputRangeOf = (zoo: ZooNetwork): readonly [number, number] =>
  readsIds(zoo) ? [0, vocabulary - 1] : [-3, 3];

/** A split of sampled inputs with these labels. */
export function splitOf(network: ZooNetwork, inputs: Split['inputs'], labels: Int32Array): Split {
  return { inputs, itemShape: network.itemShape, labels, size: labels.length };
}

/** Labels for the inputs of a network: 0, 1, 2, 0, … */
export const cyclicLabels = (classes: number): Int32Array =>
  Int32Array.from({ length: sampleSize }, (_, i) => i % classes);
