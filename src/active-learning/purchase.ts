import type { Selection } from '../acquisition/contract.ts';
import type { SelectionBias } from '../uncertainty/index.ts';
import type { Split } from '../datasets/contract.ts';
import { itemSize, subset } from '../splits/index.ts';
import { InvalidDataError } from '../errors.ts';

/** The labels that a stage bought, and the additions of its selection to training. It is JSON, because a checkpoint holds it. */
export interface Purchase {
  /** Positions in the training split, in order of choice. */
  readonly selected: readonly number[];
  readonly labels: readonly number[];
  /** Null in stage 0, which selects uniformly. */
  readonly bias: SelectionBias | null;
  /** Inputs that train only the model of this stage, with labels that were not bought. */
  readonly pseudoLabelled?: { readonly positions: readonly number[]; readonly labels: readonly number[] };
  /** Inputs derived from selected ones, with the labels of these, for this and all later stages; float32 values in base64. */
  readonly derived?: { readonly origins: readonly number[]; readonly inputs: string };
}

/** Converts a selection from pool indices to positions in the split. */
export function placedInSplit(
  { selected, pseudoLabelled, derived }: Selection,
  pool: Int32Array,
): Omit<Purchase, 'labels' | 'bias'> {
  const placed = (indices: Int32Array): number[] => Array.from(indices, (index) => pool[index]);
  return {
    selected: placed(selected),
    ...(pseudoLabelled && {
      pseudoLabelled: { positions: placed(pseudoLabelled.indices), labels: Array.from(pseudoLabelled.labels) },
    }),
    ...(derived && { derived: { origins: placed(derived.origins), inputs: toBase64(derived.inputs.data) } }),
  };
}

/**
 * Returns the training data of a model: the labelled inputs in order, then the inputs derived from them, then the
 * pseudo-labelled inputs.
 *
 * @throws InvalidDataError if the derived inputs are not images of the split's shape
 */
export function trainingSplit(
  train: Split,
  purchases: readonly Purchase[],
  pseudoLabelled: Purchase['pseudoLabelled'] = { positions: [], labels: [] },
): Split {
  const positions = purchases.flatMap(({ selected }) => selected);
  const labels = purchases.flatMap((purchase) => purchase.labels);
  const labelOf = new Map(positions.map((position, i) => [position, labels[i]]));
  const derived = purchases.flatMap((purchase) => (purchase.derived ? [purchase.derived] : []));
  const origins = derived.flatMap((added) => added.origins);
  const size = positions.length + origins.length + pseudoLabelled.positions.length;
  const split = subset(train, [...positions, ...origins, ...pseudoLabelled.positions]);
  let at = positions.length * itemSize(train);
  for (const added of derived) {
    const values = valuesOf(added, train);
    split.inputs.set(values, at); // overwrites the copies of their origins
    at += values.length;
  }
  const all = [...labels, ...origins.map((origin) => labelOf.get(origin) as number), ...pseudoLabelled.labels];
  return { inputs: split.inputs, itemShape: train.itemShape, labels: Int32Array.from(all), size };
}

function valuesOf({ origins, inputs }: NonNullable<Purchase['derived']>, train: Split): Float32Array {
  const values = fromBase64(inputs);
  if (values.length === origins.length * itemSize(train) && train.inputs instanceof Float32Array) return values;
  throw new InvalidDataError(
    `The acquisition function derived ${values.length} values for ${origins.length} inputs of [${train.itemShape.join(', ')}].\n` +
      `Expected ${origins.length * itemSize(train)} values, and inputs that are not token ids.\n` +
      'Choose a function that derives no inputs, or correct the function.',
  );
}

function toBase64(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
