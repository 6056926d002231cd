import { differingNames, groupBy } from '../groups.ts';
import type { Comparison } from '../schemas/comparison.ts';
import type { ModelRecord, StageRecord } from '../schemas/model-record.ts';

/** The runs of one acquisition function in one setting, sorted by seed. */
export interface Contestant {
  readonly acquisition: string;
  readonly runs: readonly ModelRecord[];
}

export type Quantity = Comparison['quantity'];

/** @returns the quantity of a stage; ask for robust accuracy only if it was measured */
export function valueOf({ accuracy, robustness }: StageRecord, quantity: Quantity): number {
  return quantity === 'accuracy' ? accuracy : (robustness as number);
}

/**
 * Groups the runs of a setting by acquisition function. Functions with the same name and different options are named with the
 * options in which they differ.
 *
 * @returns one contestant per acquisition function
 */
export function contestantsOf(records: readonly ModelRecord[]): Contestant[] {
  const byName = groupBy(records, ({ acquisition }) => acquisition ?? '');
  return [...byName].flatMap(([name, namesakes]) => {
    const variants = [...groupBy(namesakes, (record) => JSON.stringify(optionsOf(record))).values()];
    const differing = differingNames(variants.map(([record]) => optionsOf(record))).sort();
    return variants.map((runs) => ({
      acquisition: variants.length > 1 ? `${name}(${describe(optionsOf(runs[0]), differing)})` : name,
      runs: [...runs].sort((a, b) => a.seed - b.seed),
    }));
  });
}

type Options = Readonly<Record<string, unknown>>;

/** Options of the acquisition function; empty if the record has none. */
function optionsOf({ options }: ModelRecord): Options {
  const { acquisition } = options as { acquisition?: { options?: Options } };
  return acquisition?.options ?? {};
}

const describe = (options: Options, names: readonly string[]): string =>
  names.map((name) => `${name} ${String(options[name])}`).join(', ');

/** @returns the last item */
export const last = <T>(items: readonly T[]): T => items[items.length - 1];
