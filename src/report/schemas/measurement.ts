import type { FromSchema } from 'json-schema-to-ts';
import { cleverSchema, type CleverMeasurement } from './clever-measurement.ts';
import { compressionSchema, type CompressionMeasurement } from './compression-measurement.ts';
import { integer, required, shared, text } from './measurement-parts.ts';
import { robustnessSchema, type RobustnessMeasurement } from './robustness-measurement.ts';

/** Numbers of inputs by true class (rows) and predicted class (columns). */
export const confusionSchema = {
  type: 'object',
  properties: {
    /** Names of the classes, in the order of the rows and of the columns. */
    classes: { type: 'array', items: text },
    counts: { type: 'array', items: { type: 'array', items: integer } },
  },
  required: ['classes', 'counts'],
  additionalProperties: false,
} as const;

export const accuracySchema = {
  type: 'object',
  properties: {
    kind: { const: 'accuracy' },
    ...shared,
    /** Omitted above 100 classes. */
    confusion: confusionSchema,
  },
  required,
  additionalProperties: false,
} as const;

/** One measurement of one model, as plain JSON that matchers, fixtures and the reporter exchange. */
export const measurementSchema = {
  anyOf: [accuracySchema, robustnessSchema, compressionSchema, cleverSchema],
} as const;

export type AccuracyMeasurement = FromSchema<typeof accuracySchema>;
export type Measurement = AccuracyMeasurement | RobustnessMeasurement | CompressionMeasurement | CleverMeasurement;
