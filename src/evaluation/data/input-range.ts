import type { DataKind, Split } from '../../datasets/contract.ts';
import { boundAt, type InputRange } from '../../norms/range.ts';
import { itemSize, valueNamer } from '../../splits/index.ts';
import { dataMeasurement, type DataResult, type FoundEntry } from './found.ts';

/** The range that inputs have unless another one is declared: [0, 1] for images, the ids of the encoder for texts, else all finite numbers. */
export function usualRange({ encoder }: Split, kind: DataKind): InputRange {
  if (kind === 'image') return [0, 1];
  return kind === 'text' ? [0, encoder ? encoder.vocabularySize - 1 : Infinity] : [-Infinity, Infinity];
}

/** What inputs are measured against. */
interface Declared {
  readonly inputRange: InputRange;
  readonly kind: DataKind;
  readonly featureNames?: readonly string[];
}

/**
 * Finds items with values that are NaN or infinite, or outside the range. Bounds are rounded to float32, as inputs are.
 *
 * @returns the number of such items; each with its first such value
 */
export function measureInputRange(
  subject: string,
  splits: readonly Split[],
  { inputRange, kind, featureNames }: Declared,
): DataResult {
  const started = performance.now();
  const length = itemSize(splits[0]);
  const nameOf = valueNamer(splits[0].itemShape, kind, featureNames);
  const [low, high] = inputRange.map((bound) => Float32Array.from({ length }, (_, value) => boundAt(bound, value)));
  let [notFinite, outside] = [0, 0];
  const entries: FoundEntry[] = [];
  splits.forEach(({ inputs, size }, split) => {
    for (let position = 0; position < size; position++) {
      let first = -1;
      for (let value = 0; value < length; value++) {
        const input = inputs[position * length + value];
        if (input >= low[value] && input <= high[value] && input - input === 0) continue;
        if (first < 0) first = value;
        if (Number.isFinite(input)) outside++;
        else notFinite++;
      }
      if (first < 0) continue;
      const reason = `${nameOf(first)} is ${Number(inputs[position * length + first].toPrecision(6))}`;
      entries.push({ items: [{ split, position }], reason });
    }
  });
  return {
    measurement: dataMeasurement(subject, splits, started, {
      check: 'range',
      value: entries.length,
      notFinite,
      outside,
    }),
    found: { what: 'items with such a value', found: entries.length, entries },
  };
}
