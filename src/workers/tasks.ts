import type { Budget } from '../budget.ts';
import type { Split } from '../datasets/contract.ts';
import { itemSize, subset } from '../splits/index.ts';
import type { Network } from '../models/network/contract.ts';
import type { Progress } from '../progress.ts';
import type { Results, TaskName, Tasks } from './contract.ts';

/** The model and the items of a task, and what ends it early. */
interface Setting {
  readonly network: Network;
  readonly split: Split;
  readonly items: readonly number[];
  readonly budget: Budget;
  readonly progress: Progress;
}

/** What each task computes. A task loads what it needs, so that a worker starts fast. */
export const tasks: {
  readonly [Name in TaskName]: (task: Tasks[Name], setting: Setting) => Promise<Results[Name]>;
} = {
  attack: async ({ attack, options }, { network, split, items, budget, progress }) => {
    const [{ attackOf }, { itemsOf }] = await Promise.all([import('./recipes.ts'), import('./attacked-items.ts')]);
    const result = await attackOf(attack).run(network, split, { ...options, items, budget, progress });
    return itemsOf(result, items, itemSize(split));
  },
  pass: ({ pass }, { network, split, items }) => network[pass](subset(split, items)),
  gradientNorms: async ({ settings, inputs }, { network, split, budget, progress }) => {
    const { sampledNorms } = await import('../evaluation/clever/sampled-norms.ts');
    return sampledNorms(network, split, inputs, settings, { progress, budget });
  },
  signals: async ({ requests, stage, key }, { network, split, items, progress }) => {
    const { computeSignals } = await import('../signals/index.ts');
    const { randomOf } = await import('../random/index.ts');
    const [pool, random] = [Int32Array.from(items), randomOf(key)];
    const labelled = subset(split, []);
    return computeSignals(requests, { classifier: network, split, pool, labelled, stage, random, progress });
  },
};
