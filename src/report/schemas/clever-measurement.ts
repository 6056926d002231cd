import type { FromSchema } from 'json-schema-to-ts';
import { distance, distanceIntervalSchema, share, required, shared } from './measurement-parts.ts';

/** A lower bound of the smallest perturbation that changes a prediction, estimated by CLEVER. */
export const cleverSchema = {
  type: 'object',
  properties: {
    kind: { const: 'clever' },
    ...shared,
    interval: distanceIntervalSchema,
    /** In which the score is a distance. */
    norm: { enum: ['l1', 'l2', 'linf'] },
    /** Over the inputs, as the value is their mean. */
    median: distance,
    deviation: distance,
    /** Share of the inputs whose score is the radius, the largest there is. */
    capped: share,
    /** Share of the fits that found no distribution, so that the largest gradient seen took its place. */
    collapsed: share,
  },
  required: [...required, 'norm', 'median', 'deviation', 'capped', 'collapsed'],
  additionalProperties: false,
} as const;

export type CleverMeasurement = FromSchema<typeof cleverSchema>;
