import type { FromSchema } from 'json-schema-to-ts';
import { calibrationSchema, type CalibrationMeasurement } from './calibration-measurement.ts';
import { cleverSchema, type CleverMeasurement } from './clever-measurement.ts';
import { compressionSchema, type CompressionMeasurement } from './compression-measurement.ts';
import { dataSchema, type DataMeasurement } from './data-measurement.ts';
import { latencySchema, type LatencyMeasurement } from './latency-measurement.ts';
import { integer, intervalSchema, required, share, shared, text } from './measurement-parts.ts';
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

/** Accuracy of parts of the inputs, weakest first. */
const partsSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      name: text,
      inputs: integer,
      value: share,
      /** Holds for all parts at once (Bonferroni). */
      interval: intervalSchema,
    },
    required: ['name', 'inputs', 'value', 'interval'],
    additionalProperties: false,
  },
} as const;

export const accuracySchema = {
  type: 'object',
  properties: {
    kind: { const: 'accuracy' },
    ...shared,
    /** Omitted above 100 classes. */
    confusion: confusionSchema,
    /** Accuracy of the inputs of every class, and of those of every slice; omitted if not asked for. */
    perClass: partsSchema,
    slices: partsSchema,
  },
  required,
  additionalProperties: false,
} as const;

/** One measurement of one model or of data, as plain JSON that matchers, fixtures and the reporter exchange. */
export const measurementSchema = {
  anyOf: [
    accuracySchema,
    robustnessSchema,
    compressionSchema,
    cleverSchema,
    calibrationSchema,
    latencySchema,
    dataSchema,
  ],
} as const;

export type AccuracyMeasurement = FromSchema<typeof accuracySchema>;
export type AccuracyOfPart = FromSchema<typeof partsSchema>[number];
export type Measurement =
  | AccuracyMeasurement
  | RobustnessMeasurement
  | CompressionMeasurement
  | CleverMeasurement
  | CalibrationMeasurement
  | LatencyMeasurement
  | DataMeasurement;
