import type { FromSchema } from 'json-schema-to-ts';

/** Largest number of broken inputs that are shown per gate. */
export const mostExamples = 16;
/** Largest side of an image on a contact sheet, in pixels. */
export const largestSide = 2048;

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** The class that a model predicts for an input, with its confidence. */
const predictionSchema = {
  type: 'object',
  properties: { class: { type: 'string' }, confidence: share },
  required: ['class', 'confidence'],
  additionalProperties: false,
} as const;

/** A value of an input that an attack changed. */
const changeSchema = {
  type: 'object',
  properties: {
    /** Name of the value: a feature, a step of a series, or a pixel. */
    value: { type: 'string' },
    clean: { type: 'number' },
    adversarial: { type: 'number' },
  },
  required: ['value', 'clean', 'adversarial'],
  additionalProperties: false,
} as const;

/** A part of an adversarial text. */
const textPartSchema = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    /** The word of the original text, if this part is a changed word. */
    was: { type: 'string' },
  },
  required: ['text'],
  additionalProperties: false,
} as const;

/** One channel of a series before and after the attack. */
const lineSchema = {
  type: 'object',
  properties: {
    /** Name of the channel; omitted if there is only one. */
    channel: { type: 'string' },
    clean: { type: 'array', items: { type: 'number' } },
    adversarial: { type: 'array', items: { type: 'number' } },
  },
  required: ['clean', 'adversarial'],
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
    /** Norms of the perturbation; omitted for texts. */
    l2: { type: 'number', minimum: 0 },
    linf: { type: 'number', minimum: 0 },
    /** The values that changed most, largest change first; omitted for images. */
    changes: { type: 'array', items: changeSchema },
    /** The channel of a series with the largest change; omitted otherwise. Of long series, some of the steps. */
    line: lineSchema,
    /** The adversarial text; of a long one, the surroundings of its changes. Omitted for inputs that are no texts. */
    text: { type: 'array', items: textPartSchema },
  },
  required: ['position', 'label', 'clean', 'adversarial'],
  additionalProperties: false,
} as const;

/** Some of the inputs that an attack broke in a failed gate. */
export const examplesSchema = {
  type: 'object',
  properties: {
    /** Path of the contact sheet, relative to the report folder: a plain name in `adversarial/`; null if the inputs are not images. */
    file: { type: ['string', 'null'], pattern: '^adversarial/[\\p{L}\\p{N}-]{1,160}\\.png$' },
    /** Number of all inputs that the attack broke. */
    broken: { type: 'integer', minimum: 1 },
    items: { type: 'array', items: exampleSchema, maxItems: mostExamples },
    /** The values with the largest mean change over all broken inputs, largest first; omitted for images. */
    moved: {
      type: 'array',
      items: {
        type: 'object',
        properties: { value: { type: 'string' }, meanChange: { type: 'number', minimum: 0 } },
        required: ['value', 'meanChange'],
        additionalProperties: false,
      },
    },
    /** The changes of words that broke most texts, most frequent first; omitted for inputs that are no texts. */
    replaced: {
      type: 'array',
      items: {
        type: 'object',
        properties: { was: { type: 'string' }, is: { type: 'string' }, texts: { type: 'integer', minimum: 1 } },
        required: ['was', 'is', 'texts'],
        additionalProperties: false,
      },
    },
    /** The images of the contact sheet. The reporter draws them, and omits them from report.json. */
    images: {
      type: 'object',
      properties: {
        height: { type: 'integer', minimum: 1, maximum: largestSide },
        width: { type: 'integer', minimum: 1, maximum: largestSide },
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
export type TextPart = FromSchema<typeof textPartSchema>;
export type ExampleChange = FromSchema<typeof changeSchema>;
export type ExampleLine = FromSchema<typeof lineSchema>;
export type ExampleImages = NonNullable<Examples['images']>;
