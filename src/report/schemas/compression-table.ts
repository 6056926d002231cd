import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** The effects of compressions on one model. */
export const compressionRowSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record; null for a model without a fixture. */
    model: { type: ['string', 'null'] },
    name: { type: 'string' },
    /** Null if all labels were used, or the record is unknown. */
    acquisition: { type: ['string', 'null'] },
    /** Accuracy before compression. */
    accuracy: share,
    inputs: { type: 'integer', minimum: 0 },
    /** Changes in accuracy in points, in the order of the table's compressions; null if not measured. */
    changes: { type: 'array', items: { type: ['number', 'null'] } },
    /** Bytes after compression, as a share of the bytes before; null if not measured. */
    sizes: { type: 'array', items: { type: ['number', 'null'] } },
  },
  required: ['model', 'name', 'acquisition', 'accuracy', 'inputs', 'changes', 'sizes'],
  additionalProperties: false,
} as const;

/** Compressions of the models with one architecture and data set. */
export const compressionTableSchema = {
  type: 'object',
  properties: {
    dataset: { type: ['string', 'null'] },
    architecture: { type: ['string', 'null'] },
    compressions: { type: 'array', items: { type: 'string' } },
    rows: { type: 'array', items: compressionRowSchema },
  },
  required: ['dataset', 'architecture', 'compressions', 'rows'],
  additionalProperties: false,
} as const;

export type CompressionTable = FromSchema<typeof compressionTableSchema>;
