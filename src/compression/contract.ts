import type { Split } from '../datasets/contract.ts';
import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import type { Network } from '../models/network/contract.ts';
import type { Encoding } from './storage/encoding.ts';

/** A compressed copy of a classifier, and its size when stored. */
export interface Compressed {
  readonly classifier: Classifier;
  /** Bytes of the weights before and after compression, including codebooks and scales. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** How each weight is stored, in the order of the network's weights. @defaultValue float32 */
  readonly encodings?: readonly Encoding[];
  /** The part of `bytesAfter` that belongs to no weight: the scales of activations. @defaultValue 0 */
  readonly activationBytes?: number;
  /** What a pruning of units did, per layer; omitted for other compressions. */
  readonly prunedLayers?: readonly PrunedLayer[];
}

/** What a pruning of units did to one layer. */
export interface PrunedLayer {
  /** Name of the layer. */
  readonly layer: string;
  /** Number of its units before. */
  readonly units: number;
  /** Positions of the removed units, in ascending order. */
  readonly removed: readonly number[];
  /** Per unit, the L1 norm that `prune.structured` went by. */
  readonly norms?: readonly number[];
  /** Per unit, the share of zeros that `pruneNeurons` went by. */
  readonly zeroShares?: readonly number[];
  /** Why the layer was skipped; omitted if it was pruned. */
  readonly skipped?: string;
}

/** A compressed copy with its layers and logits. */
export interface CompressedNetwork extends Compressed {
  readonly classifier: Network;
}

/** Inputs of a compression besides the classifier. */
export interface CompressionContext {
  /** Seed of fine-tuning. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Returns the training split of the classifier, for fine-tuning without a split. */
  readonly train?: () => Split;
  /** Result of the previous compression, if any: its zeros stay zero, and unchanged weights keep its encoding. */
  readonly before?: Compressed;
}

export interface Compression {
  /** Name with parameters, as in `quantize(8)`. */
  readonly name: string;
  readonly options: JsonObject;
  /** The steps of a composition, in order. */
  readonly steps?: readonly Compression[];
  /** Returns a compressed copy; the classifier is unchanged. */
  compress(classifier: Classifier, context?: CompressionContext): Compressed | Promise<Compressed>;
}

/** A compression that needs only the weights and is synchronous. */
export interface WeightCompression extends Compression {
  compress(classifier: Classifier, context?: CompressionContext): Compressed;
}
