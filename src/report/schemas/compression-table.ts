import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** What compressions do to one model. */
export const compressionRowSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record; null for a model that no fixture made. */
    model: { type: ['string', 'null'] },
    name: { type: 'string' },
    /** Null where all labels were used, or nothing is known. */
    acquisition: { type: ['string', 'null'] },
    /** Before any compression. */
    accuracy: share,
    inputs: { type: 'integer', minimum: 0 },
    /** Change of accuracy in points, in the order of the table's compressions; null where it was not measured. */
    changes: { type: 'array', items: { type: ['number', 'null'] } },
    /** Bytes after, as a share of the bytes before. */
    sizes: { type: 'array', items: { type: ['number', 'null'] } },
  },
  required: ['model', 'name', 'acquisition', 'accuracy', 'inputs', 'changes', 'sizes'],
  additionalProperties: false,
} as const;

/** Compressions of the models of one architecture on one data set. */
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
