import type { Comparison } from '../schemas/comparison.ts';
import type { ModelRecord, StageRecord } from '../schemas/model-record.ts';

/** The runs of one acquisition function in one setting, by ascending seed. */
export interface Contestant {
  readonly acquisition: string;
  readonly runs: readonly ModelRecord[];
}

export type Quantity = Comparison['quantity'];

/** The quantity of a stage; robust accuracy only where it was measured. */
export function valueOf({ accuracy, robustness }: StageRecord, quantity: Quantity): number {
  return quantity === 'accuracy' ? accuracy : (robustness as number);
}

/**
 * The quantity of two functions in the same stages of the runs that share a seed. Stage 0 is left out: its model is the same
 * for both.
 *
 * @see Guo et al. 2021, section 5, which pairs the stages
 */
export function pairsOf(one: Contestant, other: Contestant, quantity: Quantity): { x: number[]; y: number[] } {
  const pairs = one.runs.flatMap((run) => {
    const opponent = other.runs.find(({ seed }) => seed === run.seed);
    if (opponent?.stages.length !== run.stages.length) return [];
    return run.stages.slice(1).map((stage, i) => [stage, opponent.stages[i + 1]]);
  });
  return { x: pairs.map(([stage]) => valueOf(stage, quantity)), y: pairs.map(([, stage]) => valueOf(stage, quantity)) };
}

/**
 * The contestants of a setting. Functions that share a name and differ in their options are told apart by the options in
 * which they differ.
 */
export function contestantsOf(records: readonly ModelRecord[]): Contestant[] {
  const byName = groupBy(records, ({ acquisition }) => acquisition ?? '');
  return [...byName].flatMap(([name, own]) => {
    const variants = [...groupBy(own, (record) => JSON.stringify(optionsOf(record))).values()];
    const differing = differingOptions(variants.map(([record]) => optionsOf(record)));
    return variants.map((runs) => ({
      acquisition: variants.length > 1 ? `${name}(${describe(optionsOf(runs[0]), differing)})` : name,
      runs: [...runs].sort((a, b) => a.seed - b.seed),
    }));
  });
}

type Options = Readonly<Record<string, unknown>>;

/** What the function was told; a record without it tells nothing apart. */
function optionsOf({ options }: ModelRecord): Options {
  const { acquisition } = options as { acquisition?: { options?: Options } };
  return acquisition?.options ?? {};
}

function differingOptions(variants: readonly Options[]): string[] {
  const names = [...new Set(variants.flatMap(Object.keys))];
  return names.filter((name) => new Set(variants.map((options) => JSON.stringify(options[name]))).size > 1).sort();
}

const describe = (options: Options, names: readonly string[]): string =>
  names.map((name) => `${name} ${String(options[name])}`).join(', ');

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

export const last = <T>(items: readonly T[]): T => items[items.length - 1];
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
