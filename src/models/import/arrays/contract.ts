import type { Layer } from '../../network/layers.ts';

/** An array of a file. */
export interface StoredArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its values in C order, in single precision. */
  readonly read: () => Float32Array;
}

/** The arrays whose names begin alike, such as conv1.weight and conv1.bias. They belong to one layer. */
export interface StoredModule {
  readonly name: string;
  /** By the end of the name. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
}

/** A weight of a layer. */
export type Variable = Layer['weights'][number];

/** An array, and how it becomes a weight: cut into other axes, permuted, and cut again. */
export interface Placement {
  readonly variable: Variable;
  readonly array: StoredArray;
  /** Axes before the permutation. @defaultValue the shape of the array */
  readonly axes?: readonly number[];
  /** Order of the axes. @defaultValue unchanged */
  readonly order?: readonly number[];
}
