import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';

/** A compressed copy of a classifier and what it would take to store. */
export interface Compressed {
  readonly classifier: Classifier;
  /** Bytes of the weights before and after, codebooks and scales included. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

export interface Compression {
  /** With its parameters, as in `quantize(8)`. */
  readonly name: string;
  readonly options: JsonObject;
  /** Returns a new classifier; the input stays untouched. */
  compress(classifier: Classifier): Compressed;
}
