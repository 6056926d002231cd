import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** What a model takes an input for. */
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
    /** In the split that was attacked. */
    position: { type: 'integer', minimum: 0 },
    label: { type: 'string' },
    clean: predictionSchema,
    adversarial: predictionSchema,
    /** Sizes of the perturbation. */
    l2: { type: 'number', minimum: 0 },
    linf: { type: 'number', minimum: 0 },
  },
  required: ['position', 'label', 'clean', 'adversarial', 'l2', 'linf'],
  additionalProperties: false,
} as const;

/** Some of the inputs behind a gate that failed under an attack. */
export const examplesSchema = {
  type: 'object',
  properties: {
    /** The contact sheet, relative to the report folder; null where the inputs are no images. */
    file: { type: ['string', 'null'] },
    /** How many inputs broke, of which these are some. */
    broken: { type: 'integer', minimum: 1 },
    items: { type: 'array', items: exampleSchema },
    /** What the reporter draws the contact sheet from, and leaves out of report.json. */
    images: {
      type: 'object',
      properties: {
        height: { type: 'integer', minimum: 1 },
        width: { type: 'integer', minimum: 1 },
        channels: { enum: [1, 3] },
        /** The largest change of a value, as a share of the input range. */
        largest: share,
        /** Compressed, base64: a byte for every value of the clean inputs, then one for every change. */
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
