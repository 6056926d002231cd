import type { FromSchema } from 'json-schema-to-ts';
import { integer, number, share, text, required, shared } from './measurement-parts.ts';

/** One step of a composition: what the model is worth and takes after it. */
export const compressionStepSchema = {
  type: 'object',
  properties: { compression: text, accuracy: share, bytes: integer, nonZero: integer },
  required: ['compression', 'accuracy', 'bytes', 'nonZero'],
  additionalProperties: false,
} as const;

/** What a compression did to a model. */
export const compressionSchema = {
  type: 'object',
  properties: {
    kind: { const: 'compression' },
    ...shared,
    compression: text,
    /** Whether the model was measured as it is, with nothing compressed; left out elsewhere. */
    uncompressed: { type: 'boolean' },
    accuracyBefore: share,
    accuracyAfter: share,
    /** Accuracy after minus accuracy before, in points. */
    change: number,
    /** Share of inputs on which both models predict the same class. */
    agreement: share,
    /** Of all weights, with the codebooks, scales and bitmaps that they need. */
    bytesBefore: integer,
    bytesAfter: integer,
    /** Number of weights that are not zero. */
    nonZeroBefore: integer,
    nonZeroAfter: integer,
    /** Of one forward pass over one input; zeros are multiplied too. */
    multiplyAddsBefore: integer,
    multiplyAddsAfter: integer,
    /** What a composition applied, in order; one step of any other compression. */
    steps: { type: 'array', items: compressionStepSchema },
  },
  required: [
    ...required,
    'compression',
    'accuracyBefore',
    'accuracyAfter',
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
