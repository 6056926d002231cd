import type { FromSchema } from 'json-schema-to-ts';
import { distance, distanceIntervalSchema, integer, required, shared } from './measurement-parts.ts';

/** How long a model takes to answer. `value` is a percentile over the timed calls, in milliseconds. */
export const latencySchema = {
  type: 'object',
  properties: {
    kind: { const: 'latency' },
    ...shared,
    interval: distanceIntervalSchema,
    percentile: { type: 'number' },
    /** Inputs per call. */
    batch: integer,
    /** Number of timed calls. */
    calls: integer,
    median: distance,
    fastest: distance,
    slowest: distance,
  },
  required: [...required, 'percentile', 'batch', 'calls', 'median', 'fastest', 'slowest'],
  additionalProperties: false,
} as const;

export type LatencyMeasurement = FromSchema<typeof latencySchema>;
