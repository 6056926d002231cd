import type { JsonObject } from '../json.ts';
import type { Encoder } from '../text/contract.ts';

/** Inputs with their labels. Item i occupies `inputs[i * product(itemShape) … (i + 1) * product(itemShape))`. */
export interface Split {
  /** Images: values in [0, 1], channels last. Text: token ids. Tables and series: any numbers. */
  readonly inputs: Float32Array | Int32Array;
  /**
   * Shape of one item: [height, width, channels] of an image, [length] of a text, [features] of a row of a table,
   * [steps, channels] of a series.
   */
  readonly itemShape: readonly number[];
  /** Class index per item, in [0, classes). */
  readonly labels: Int32Array;
  /** Number of items. */
  readonly size: number;
  /** Stable names of the items, if their positions do not identify them. */
  readonly ids?: readonly string[];
  /** The texts of the items, if they are texts. */
  readonly texts?: readonly string[];
  /** Encodes texts as inputs of this split. Models that are trained on the split keep it. */
  readonly encoder?: Encoder;
}

/** What the items of a data set are. Reports show changed images as pictures, rows of tables as features, series as lines. */
export type DataKind = 'image' | 'text' | 'tabular' | 'series';

export interface Dataset {
  /** Name in reports. */
  readonly name: string;
  /** Names of the classes; class k is item k. */
  readonly classNames: readonly string[];
  /**
   * What the items are.
   * @defaultValue by their shape: `'text'` for integers, `'tabular'` for vectors, `'series'` for two dimensions, else `'image'`
   */
  readonly kind?: DataKind;
  /** Names for reports: of all features of a row of a table, or of the channels of a series. @defaultValue numbers from 0 */
  readonly featureNames?: readonly string[];
  /** The training split. */
  readonly train: Split;
  /** The test split. */
  readonly test: Split;
  /** Numbers of items of the whole public set. Reports say if the splits are a part of it. */
  readonly whole?: { readonly train: number; readonly test: number };
  /**
   * Lets another process open this data set: the name of a reader in the index `datasets`, and the options of that reader.
   * Omitted by data sets that exist only in memory.
   */
  readonly source?: { readonly reader: string; readonly options: JsonObject };
}
