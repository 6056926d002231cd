import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClassifier } from '../../../../src/models/index.ts';
import type { Classifier } from '../../../../src/models/contract.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { difference, demand, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Copies: a clone and a model that was saved and loaded equal the original to the bit. */
export async function checkCopies({ network, split }: Subject): Promise<Finding[]> {
  const compare = async (copy: Classifier): Promise<string | undefined> => {
    try {
      const weights = readWeights(networkOf(copy).model);
      const other = readWeights(network.model).findIndex(
        (values, i) => difference(weights[i], values, 0) !== undefined,
      );
      if (other >= 0) return `weight ${network.model.weights[other].originalName} differs`;
      return difference((await copy.probabilities(split)).data, (await network.probabilities(split)).data, 0);
    } finally {
      copy.dispose();
    }
  };
  return [
    await demand('clone', () => compare(network.clone())),
    await demand('save and load', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'zoo-'));
      try {
        await network.save(folder);
        return await compare(await loadClassifier(folder));
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
  ];
}
