import type { DataKind, Dataset, Split } from '../../src/datasets/contract.ts';
import { valueNamer } from '../../src/splits/index.ts';
import type { ExampleChange, ExampleLine, Examples } from '../../src/report/schemas/examples.ts';

/** Numbers of values that are kept per input, and of steps of a series. */
const [most, mostSteps] = [5, 240];

/** An input before and after an attack. */
interface Pair {
  readonly clean: ArrayLike<number>;
  readonly adversarial: ArrayLike<number>;
}

/** Describes how an attack changed inputs that are no pictures. */
export interface ChangeDescriber {
  /** @returns the values of an input that changed most, and for a series its channel with the largest change */
  of(pair: Pair): { readonly changes: ExampleChange[]; readonly line?: ExampleLine };
  /** @returns the values with the largest mean change over all inputs */
  mean(pairs: readonly Pair[]): NonNullable<Examples['moved']>;
}

/** @returns what describes changes of the items of a split */
export function changeDescriber({ itemShape }: Split, kind: DataKind, dataset: Dataset | undefined): ChangeDescriber {
  const nameOf = valueNamer(itemShape, kind, dataset?.featureNames);
  const channels = itemShape.length > 1 ? itemShape[itemShape.length - 1] : 1;
  return {
    of: (pair) => {
      const order = largest(sizesOf(pair));
      const changes = order.map((at) => ({
        value: nameOf(at),
        clean: pair.clean[at],
        adversarial: pair.adversarial[at],
      }));
      if (kind !== 'series' || order.length === 0) return { changes };
      const channel = order[0] % channels;
      const name = channels > 1 ? { channel: dataset?.featureNames?.[channel] ?? `channel ${channel}` } : {};
      return { changes, line: { ...name, ...lineOf(pair, channel, channels) } };
    },
    mean: (pairs) => {
      const sums = new Float64Array(pairs[0].clean.length);
      for (const pair of pairs) sizesOf(pair).forEach((size, at) => (sums[at] += size));
      const named = largest(sums).map((at) => ({ value: nameOf(at), meanChange: sums[at] / pairs.length }));
      return isEven(sums) ? [{ ...named[0], value: `each of ${sums.length} values` }] : named;
    },
  };
}

function sizesOf({ clean, adversarial }: Pair): Float64Array {
  return Float64Array.from(clean, (value, at) => Math.abs(adversarial[at] - value));
}

/** Positions of the largest sizes above 0, largest first; of sizes that are equal but for rounding, the first. */
function largest(sizes: Float64Array): number[] {
  const unit = sizes.reduce((highest, size) => Math.max(highest, size), 0) / 1e5;
  const rank = (at: number): number => Math.round(sizes[at] / unit);
  const changed = Array.from(sizes.keys()).filter((at) => sizes[at] > 0);
  return changed.sort((a, b) => rank(b) - rank(a) || a - b).slice(0, most);
}

/** Whether more values than are named change equally, as under a step of the sign. */
function isEven(sizes: Float64Array): boolean {
  const [low, high] = [sizes.reduce((a, b) => Math.min(a, b)), sizes.reduce((a, b) => Math.max(a, b))];
  return sizes.length > most && high - low <= high / 1e5;
}

/** One channel before and after. Of a long series, the step with the largest change in each of 240 equal parts. */
function lineOf({ clean, adversarial }: Pair, channel: number, channels: number): Omit<ExampleLine, 'channel'> {
  const steps = Array.from({ length: clean.length / channels }, (_, step) => step * channels + channel);
  const parts = Math.min(mostSteps, steps.length);
  const shown = Array.from({ length: parts }, (_, part) =>
    steps
      .slice(Math.floor((part * steps.length) / parts), Math.floor(((part + 1) * steps.length) / parts))
      .reduce((best, at) =>
        Math.abs(adversarial[at] - clean[at]) > Math.abs(adversarial[best] - clean[best]) ? at : best,
      ),
  );
  const short = (values: ArrayLike<number>): number[] => shown.map((at) => Number(values[at].toPrecision(6)));
  return { clean: short(clean), adversarial: short(adversarial) };
}
