import type { FromSchema } from 'json-schema-to-ts';
import { integer, required, share, shared } from './measurement-parts.ts';

const nullableShare = { type: ['number', 'null'], minimum: 0, maximum: 1 } as const;

/** How well the confidence of a model agrees with its accuracy. `value` is the expected calibration error. */
export const calibrationSchema = {
  type: 'object',
  properties: {
    kind: { const: 'calibration' },
    ...shared,
    accuracy: share,
    /** Mean of the largest probability. Above the accuracy, the model is overconfident. */
    meanConfidence: share,
    /** Largest difference of accuracy and confidence in a bin. */
    maximumError: share,
    /** The reliability diagram: by range of confidence (from, to], mean confidence and accuracy; null in an empty bin. */
    reliability: {
      type: 'array',
      items: {
        type: 'object',
        properties: { from: share, to: share, inputs: integer, confidence: nullableShare, accuracy: nullableShare },
        required: ['from', 'to', 'inputs', 'confidence', 'accuracy'],
        additionalProperties: false,
      },
    },
  },
  required: [...required, 'accuracy', 'meanConfidence', 'maximumError', 'reliability'],
  additionalProperties: false,
} as const;

export type CalibrationMeasurement = FromSchema<typeof calibrationSchema>;
