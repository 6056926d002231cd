import type { Split } from '../datasets/contract.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import type { Network } from '../models/network/contract.ts';
import type { Encoding } from './storage/encoding.ts';

/** A compressed copy of a classifier and what it would take to store. */
export interface Compressed {
  readonly classifier: Classifier;
  /** Bytes of the weights before and after, codebooks and scales included. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** How each weight is stored, in the order of the weights of the network. @defaultValue float32 */
  readonly encodings?: readonly Encoding[];
  /** Of `bytesAfter`, what belongs to no weight: the scales of activations. @defaultValue 0 */
  readonly activationBytes?: number;
}

/** A compressed copy with its layers and logits. */
export interface CompressedNetwork extends Compressed {
  readonly classifier: Network;
}

/** What a compression may need beside the classifier. */
export interface CompressionContext {
  /** Of k-means and fine-tuning. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** What the classifier was trained on, for fine-tuning that names no split. */
  readonly train?: () => Split;
  /** What an earlier compression made, where the classifier comes from one: its zeros stay zeros, its encoding stays known. */
  readonly before?: Compressed;
}

export interface Compression {
  /** With its parameters, as in `quantize(8)`. */
  readonly name: string;
  readonly options: JsonObject;
  /** Of a composition: what it applies, in order. */
  readonly steps?: readonly Compression[];
  /** Returns a new classifier; the input stays untouched. */
  compress(classifier: Classifier, context?: CompressionContext): Compressed | Promise<Compressed>;
}

/** A compression that needs nothing but the weights, and is done at once. */
export interface WeightCompression extends Compression {
  compress(classifier: Classifier, context?: CompressionContext): Compressed;
}
