import type { FromSchema } from 'json-schema-to-ts';
import { distance, distanceIntervalSchema, share, required, shared } from './measurement-parts.ts';

/** The CLEVER score: an estimated lower bound of the smallest perturbation that changes a prediction. */
export const cleverSchema = {
  type: 'object',
  properties: {
    kind: { const: 'clever' },
    ...shared,
    interval: distanceIntervalSchema,
    /** The norm of the score, which is a distance. */
    norm: { enum: ['l1', 'l2', 'linf'] },
    /** Median and standard deviation of the scores of the inputs; `value` is their mean. */
    median: distance,
    deviation: distance,
    /** Share of the inputs whose score equals the radius, the largest possible score. */
    capped: share,
    /** Share of the fits without a solution, which use the largest sampled gradient instead. */
    collapsed: share,
  },
  required: [...required, 'norm', 'median', 'deviation', 'capped', 'collapsed'],
  additionalProperties: false,
} as const;

export type CleverMeasurement = FromSchema<typeof cleverSchema>;
