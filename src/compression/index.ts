import { pruneNeurons } from './prune-neurons.ts';
import { prune } from './prune.ts';
import { quantize } from './quantize.ts';

/** The compressions by name; each takes its parameters and returns a Compression. */
export const compressions = { quantize, prune, pruneNeurons };

export { prune, pruneNeurons, quantize };
export { compress } from './compress.ts';
export { saveCompressed, type SavedCompressed } from './storage/save-compressed.ts';
export { defineCompression, type CompressedWeight } from './define.ts';
export type { Compressed, Compression, CompressionContext, PrunedLayer, WeightCompression } from './contract.ts';
export type { Encoding } from './storage/encoding.ts';
export type { Int8Options } from './quantization/int8.ts';
export type { FinetuneOptions } from './pruning/finetune.ts';
export type { StructuredOptions } from './pruning/prune-filters.ts';
export type { PruneUnitsOptions, UnitsByLayer } from './pruning/given-units.ts';
export type { PruneNeuronsOptions } from './prune-neurons.ts';
export type { PruneOptions } from './prune.ts';
export type { QuantizeOptions } from './quantize.ts';
export type { Weight } from './storage/weight.ts';
