import type { Attack, AttackOptions, AttackResult } from '../attacks/contract.ts';
import type { Split } from '../datasets/contract.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { itemSize } from '../splits/index.ts';
import { itemsOf, joined } from './attacked-items.ts';
import type { AttackedItems } from './contract.ts';
import { recipeOf } from './recipes.ts';
import { spread } from './spread.ts';

/** Inputs of the first block, of a usual batch, and of the largest block. */
const blocks = { first: 8, batch: 128, most: 512 };

/**
 * Attacks a split like `attack.run`, on worker threads if there are any for it.
 *
 * @returns the result, to the bit that of `attack.run`
 * @throws the same errors as `Attack.run`; WorkerError if worker threads end
 */
export async function runOnWorkers(
  attack: Attack,
  model: Classifier | Predictor,
  split: Split,
  options: AttackOptions,
): Promise<AttackResult> {
  const { progress, budget, items = Array.from({ length: split.size }, (_, item) => item), ...rest } = options;
  const { epsilon, seed, batchSize, dropBroken } = rest;
  const recipe = recipeOf(attack);
  const results = await spread<AttackedItems>({
    task: attack.name,
    model,
    split,
    items,
    blocks,
    order: recipe && (() => ({ name: 'attack', attack: recipe, options: { epsilon, seed, batchSize, dropBroken } })),
    here: async (some, report) =>
      itemsOf(
        await attack.run(model as Classifier, split, { ...rest, items: some, progress: report, budget }),
        some,
        itemSize(split),
      ),
    read: (result) => result as AttackedItems,
    progress,
    budget,
  });
  return results ? joined(results, split) : attack.run(model as Classifier, split, options);
}
