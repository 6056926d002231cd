import type { FromSchema } from 'json-schema-to-ts';
import { integer, number, share, text, required, shared } from './measurement-parts.ts';

/** What a pruning of units did to one layer. */
const prunedLayerSchema = {
  type: 'object',
  properties: {
    layer: text,
    /** Number of its units before. */
    units: integer,
    /** Positions of the removed units. */
    removed: { type: 'array', items: integer },
    /** Per unit, the L1 norm, or the share of zeros, that decided. */
    norms: { type: 'array', items: number },
    zeroShares: { type: 'array', items: share },
    /** Why the layer kept all units; omitted if it was pruned. */
    skipped: text,
  },
  required: ['layer', 'units', 'removed'],
  additionalProperties: false,
} as const;

/** One step of a composed compression: accuracy and size of the model after it. */
export const compressionStepSchema = {
  type: 'object',
  properties: {
    compression: text,
    accuracy: share,
    bytes: integer,
    nonZero: integer,
    /** The layers whose units were chosen from, if the step removes units. */
    prunedLayers: { type: 'array', items: prunedLayerSchema },
  },
  required: ['compression', 'accuracy', 'bytes', 'nonZero'],
  additionalProperties: false,
} as const;

/** The effect of a compression on a model. */
export const compressionSchema = {
  type: 'object',
  properties: {
    kind: { const: 'compression' },
    ...shared,
    compression: text,
    /** True if the model was measured without compression; omitted otherwise. */
    uncompressed: { type: 'boolean' },
    accuracyBefore: share,
    accuracyAfter: share,
    /** Number of inputs that only the original classifies correctly, and of those that only the compressed model does. */
    lost: integer,
    gained: integer,
    /** Accuracy after minus accuracy before, in points. */
    change: number,
    /** Share of inputs on which both models predict the same class. */
    agreement: share,
    /** Bytes of all weights, including their codebooks, scales and bitmaps. */
    bytesBefore: integer,
    bytesAfter: integer,
    /** Number of weights that are not zero. */
    nonZeroBefore: integer,
    nonZeroAfter: integer,
    /** Multiply-adds of one forward pass over one input, including those with zeros. */
    multiplyAddsBefore: integer,
    multiplyAddsAfter: integer,
    /** The steps of a composed compression, in order; any other compression is one step. */
    steps: { type: 'array', items: compressionStepSchema },
  },
  required: [
    ...required,
    'compression',
    'accuracyBefore',
    'accuracyAfter',
    'lost',
    'gained',
    'change',
    'agreement',
    'bytesBefore',
    'bytesAfter',
    'nonZeroBefore',
    'nonZeroAfter',
    'multiplyAddsBefore',
    'multiplyAddsAfter',
    'steps',
  ],
  additionalProperties: false,
} as const;

export type CompressionStep = FromSchema<typeof compressionStepSchema>;
export type CompressionMeasurement = FromSchema<typeof compressionSchema>;
