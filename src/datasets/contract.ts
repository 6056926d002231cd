import type { JsonObject } from '../json.ts';

/** Inputs with their labels. Item i occupies `inputs[i * product(itemShape) … (i + 1) * product(itemShape))`. */
export interface Split {
  /** Images: values in [0, 1], channels last. Text: token ids. */
  readonly inputs: Float32Array | Int32Array;
  /** Shape of one item: [height, width, channels] of an image, [length] of a text. */
  readonly itemShape: readonly number[];
  /** Class index per item, in [0, classes). */
  readonly labels: Int32Array;
  /** Number of items. */
  readonly size: number;
  /** Stable names of the items, if their positions do not identify them. */
  readonly ids?: readonly string[];
}

export interface Dataset {
  /** Name in reports. */
  readonly name: string;
  /** Names of the classes; class k is item k. */
  readonly classNames: readonly string[];
  /** `'image'` for images and tables, `'text'` for token ids. */
  readonly kind: 'image' | 'text';
  /** The training split. */
  readonly train: Split;
  /** The test split. */
  readonly test: Split;
  /**
   * Lets another process open this data set: the name of a reader in the index `datasets`, and the options of that reader.
   * Omitted by data sets that exist only in memory.
   */
  readonly source?: { readonly reader: string; readonly options: JsonObject };
}
