import type { FromSchema } from 'json-schema-to-ts';
import { distance, integer, number, required, share, shared, text, valueIntervalSchema } from './measurement-parts.ts';

/** What was measured of data, without a model. All items count, so the interval is the value itself. */
export const dataSchema = {
  type: 'object',
  properties: {
    kind: { const: 'data' },
    ...shared,
    interval: valueIntervalSchema,
    /** What was looked for. */
    check: { enum: ['balance', 'labels', 'range', 'duplicates', 'leakage', 'distribution'] },
    /** Numbers of items per class, most frequent first; omitted unless the check is about classes. */
    classes: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, items: integer, others: integer },
        required: ['name', 'items'],
        additionalProperties: false,
      },
    },
    /** Number of pairs or groups that were found; omitted if items are found one by one. */
    groups: integer,
    /** Number of pairs whose distance was computed in full, of all that there are; omitted if no distances are compared. */
    compared: number,
    /** Values that are not finite, and finite ones outside the range; omitted unless the check is about the range. */
    notFinite: integer,
    outside: integer,
    /** Jensen-Shannon distance, its mean under permutations, and the share of permutations that reach it; omitted unless two distributions are compared. */
    divergence: distance,
    expectedDivergence: distance,
    pValue: share,
  },
  required: [...required, 'check'],
  additionalProperties: false,
} as const;

export type DataMeasurement = FromSchema<typeof dataSchema>;
