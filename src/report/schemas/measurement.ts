import type { FromSchema } from 'json-schema-to-ts';
import { cleverSchema, type CleverMeasurement } from './clever-measurement.ts';
import { compressionSchema, type CompressionMeasurement } from './compression-measurement.ts';
import { required, shared } from './measurement-parts.ts';
import { robustnessSchema, type RobustnessMeasurement } from './robustness-measurement.ts';

export const accuracySchema = {
  type: 'object',
  properties: { kind: { const: 'accuracy' }, ...shared },
  required,
  additionalProperties: false,
} as const;

/** One measurement of one model, as plain JSON that matchers, fixtures and the reporter exchange. */
export const measurementSchema = {
  anyOf: [accuracySchema, robustnessSchema, compressionSchema, cleverSchema],
} as const;

export type AccuracyMeasurement = FromSchema<typeof accuracySchema>;
export type Measurement = AccuracyMeasurement | RobustnessMeasurement | CompressionMeasurement | CleverMeasurement;
