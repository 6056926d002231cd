import type { Split } from '../../../src/datasets/contract.ts';
import { classifier } from '../../../src/models/index.ts';
import type { Network } from '../../../src/models/network/contract.ts';
import { largestOf } from '../../../src/matrix/rows.ts';
import { build } from './build.ts';
import type { ZooNetwork } from './contract.ts';
import { inputRangeOf, sampleInputs, sampleSize, splitOf } from './sample.ts';
import type { Answer } from './stock/answer.ts';

/** What a check examines: a network, the splits that judge it, and the answer of stock TensorFlow.js. */
export interface Subject {
  readonly zoo: ZooNetwork;
  readonly network: Network;
  /** Inputs whose labels are the predictions, except every third. */
  readonly split: Split;
  /** Other inputs with the predictions as labels. */
  readonly labelled: Split;
  readonly stock: Answer;
}

/** Builds the network of a zoo as a classifier, with its splits. The caller disposes of the network. */
export async function subjectOf(zoo: ZooNetwork, stock: Answer): Promise<Subject> {
  const network = freshNetwork(zoo);
  const labelled = async (part: string, shift: (item: number) => number): Promise<Split> => {
    const unlabelled = splitOf(zoo, sampleInputs(zoo, part), new Int32Array(sampleSize));
    const { data, columns } = await network.probabilities(unlabelled);
    const labels = largestOf(data, columns).map((label, item) => (label + shift(item)) % columns);
    return { ...unlabelled, labels };
  };
  try {
    const split = await labelled('pool', (item) => Number(item % 3 === 2));
    return { zoo, network, split, labelled: await labelled('labelled', () => 0), stock };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Builds the network once more. */
export const freshNetwork = (zoo: ZooNetwork): Network =>
  classifier(build(zoo), { name: zoo.name, inputRange: inputRangeOf(zoo) });
