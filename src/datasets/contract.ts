import type { JsonObject } from '../json.ts';

/** Inputs with their labels. Item i occupies `inputs[i * product(itemShape) … (i + 1) * product(itemShape))`. */
export interface Split {
  /** Images: values in [0, 1], channels last. Text: token ids. */
  readonly inputs: Float32Array | Int32Array;
  /** Shape of one item: [height, width, channels] of an image, [length] of a text. */
  readonly itemShape: readonly number[];
  /** Class index of every item, in [0, classes). */
  readonly labels: Int32Array;
  readonly size: number;
  /** Stable names of the items, where their position is not enough. */
  readonly ids?: readonly string[];
}

export interface Dataset {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly kind: 'image' | 'text';
  readonly train: Split;
  readonly test: Split;
  /**
   * How to open this data set again in another process: the name of a reader in the index `datasets` and its options.
   * Left out by data sets that live in memory only.
   */
  readonly source?: { readonly reader: string; readonly options: JsonObject };
}
