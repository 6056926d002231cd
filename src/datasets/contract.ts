import type { JsonObject } from '../json.ts';

/** Inputs with their labels. Item i occupies `inputs[i * product(itemShape) … (i + 1) * product(itemShape))`. */
export interface Split {
  /** Images: values in [0, 1], channels last. Text: token ids. */
  readonly inputs: Float32Array | Int32Array;
  /** Shape of one item: [height, width, channels] of an image, [length] of a text. */
  readonly itemShape: readonly number[];
  /** Class index per item, in [0, classes). */
  readonly labels: Int32Array;
  readonly size: number;
  /** Stable names of the items, if their positions do not identify them. */
  readonly ids?: readonly string[];
}

export interface Dataset {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly kind: 'image' | 'text';
  readonly train: Split;
  readonly test: Split;
  /**
   * How another process opens this data set: the name of a reader in the index `datasets`, and its options. Data sets that
   * exist only in memory omit it.
   */
  readonly source?: { readonly reader: string; readonly options: JsonObject };
}
