import { groupBy } from '../groups.ts';
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

export const last = <T>(items: readonly T[]): T => items[items.length - 1];
