import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** The class that a model predicts for an input, with its confidence. */
const predictionSchema = {
  type: 'object',
  properties: { class: { type: 'string' }, confidence: share },
  required: ['class', 'confidence'],
  additionalProperties: false,
} as const;

/** An input that an attack broke. */
export const exampleSchema = {
  type: 'object',
  properties: {
    /** Position in the attacked split. */
    position: { type: 'integer', minimum: 0 },
    label: { type: 'string' },
    clean: predictionSchema,
    adversarial: predictionSchema,
    /** Norms of the perturbation. */
    l2: { type: 'number', minimum: 0 },
    linf: { type: 'number', minimum: 0 },
  },
  required: ['position', 'label', 'clean', 'adversarial', 'l2', 'linf'],
  additionalProperties: false,
} as const;

/** Some of the inputs that an attack broke in a failed gate. */
export const examplesSchema = {
  type: 'object',
  properties: {
    /** Path of the contact sheet, relative to the report folder; null if the inputs are not images. */
    file: { type: ['string', 'null'] },
    /** Number of all inputs that the attack broke. */
    broken: { type: 'integer', minimum: 1 },
    items: { type: 'array', items: exampleSchema },
    /** The images of the contact sheet. The reporter draws them, and omits them from report.json. */
    images: {
      type: 'object',
      properties: {
        height: { type: 'integer', minimum: 1 },
        width: { type: 'integer', minimum: 1 },
        channels: { enum: [1, 3] },
        /** The largest change of a value, as a share of the input range. */
        largest: share,
        /** Compressed bytes in base64: one per value of the clean inputs, then one per change. */
        pixels: { type: 'string' },
      },
      required: ['height', 'width', 'channels', 'largest', 'pixels'],
      additionalProperties: false,
    },
  },
  required: ['file', 'broken', 'items'],
  additionalProperties: false,
} as const;

export type Example = FromSchema<typeof exampleSchema>;
export type Examples = FromSchema<typeof examplesSchema>;
export type ExampleImages = NonNullable<Examples['images']>;
