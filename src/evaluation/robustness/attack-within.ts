import type { AnyAttackResult, AttackOptions } from '../../attacks/contract.ts';
import { inBlocks, type Budget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { createRandom } from '../../random/index.ts';
import type { SequentialTest } from '../sequential.ts';
import { gathered } from './results.ts';

/** Attacks the items of a sample, once per model. */
export type RunOnItems = (part: Pick<AttackOptions, 'items' | 'budget' | 'progress'>) => Promise<AnyAttackResult[]>;

/** What ends an attack before the whole sample is done. */
export interface AttackEnds {
  readonly budget?: Budget;
  readonly test?: SequentialTest;
  /** Counts the trials of the tested share among some items, and its successes. */
  readonly count: (result: AnyAttackResult, items: readonly number[]) => { successes: number; trials: number };
}

/** The results on the items that are done. */
interface Ended {
  /** Positions of these items in the sample, ascending. */
  readonly items: readonly number[];
  /** Per model, the result on these items. */
  readonly results: AnyAttackResult[];
}

/**
 * Attacks a sample in blocks, in random order, until the budget ends or the test is decided. The inputs that are done are then a
 * random part of the sample, whose interval holds for the whole. An input's result is the same whichever block it is in.
 *
 * @param ends - the test is given what `count` counts in the results of a block on the first model
 */
export async function attackWithin(
  { budget, test, count }: AttackEnds,
  sample: Split,
  run: RunOnItems,
  { task, seed, progress }: Pick<AttackOptions, 'progress'> & { readonly task: string; readonly seed: number },
): Promise<Ended> {
  const order = createRandom(seed)
    .fork('budget')
    .shuffle(Array.from({ length: sample.size }, (_, item) => item));
  const blocks: { readonly block: readonly number[]; readonly results: AnyAttackResult[] }[] = [];
  let [successes, trials] = [0, 0];
  const done = await inBlocks(order, { budget, isDecided: test?.isDecided }, async (block, before) => {
    const report: AttackOptions['progress'] = (event) => {
      const share = event.total ? (event.done ?? 0) / event.total : 0;
      progress?.({ task, done: before + block.length * share, total: sample.size });
    };
    const results = await run({ items: block, budget, progress: progress && report });
    blocks.push({ block, results });
    const counted = count(results[0], block);
    [successes, trials] = [successes + counted.successes, trials + counted.trials];
    if (trials > 0) test?.observe(successes, trials);
    progress?.({ task, done: before + block.length, total: sample.size });
  });
  const items = order.slice(0, done).sort((a, b) => a - b);
  const models = blocks[0]?.results.length ?? 0;
  const blockOf = new Map(blocks.flatMap(({ block, results }) => block.map((item) => [item, results] as const)));
  const merged = Array.from({ length: models }, (_, model) =>
    gathered(items, (item) => (blockOf.get(item) as AnyAttackResult[])[model], sample),
  );
  return { items, results: merged };
}
