import type { FromSchema } from 'json-schema-to-ts';
import { examplesSchema, mostExamples } from './examples.ts';

/** An item of the data that a failed gate shows. */
const foundItemSchema = {
  type: 'object',
  properties: {
    /** The split that the item is in; omitted if the gate is about one split. */
    split: { enum: ['training', 'test'] },
    position: { type: 'integer', minimum: 0 },
    /** Its stable name; omitted if it has none. */
    id: { type: 'string' },
    label: { type: 'string' },
    /** The text, or some of the values of an item that is no picture. A long text is cut. Omitted for pictures. */
    text: { type: 'string' },
  },
  required: ['position', 'label'],
  additionalProperties: false,
} as const;

/** One item, or two that belong together. */
const findingSchema = {
  type: 'object',
  properties: {
    items: { type: 'array', items: foundItemSchema, minItems: 1, maxItems: 2 },
    /** Distance of the two items, by the definition of the gate; omitted if they are equal or no pair. */
    distance: { type: 'number', minimum: 0 },
    /** Why the item was found, such as its first wrong value; omitted if the gate says all. */
    reason: { type: 'string' },
  },
  required: ['items'],
  additionalProperties: false,
} as const;

/** Some of the items or pairs of items that made a gate on data fail. */
export const findingsSchema = {
  type: 'object',
  properties: {
    /** Path of the contact sheet, relative to the report folder: a plain name in `findings/`; null if the items are not pictures. */
    file: { type: ['string', 'null'], pattern: '^findings/[\\p{L}\\p{N}-]{1,160}\\.png$' },
    /** The found items or pairs in words, e.g. `pairs of equal items`. */
    what: { type: 'string' },
    /** Number of all that were found. */
    found: { type: 'integer', minimum: 1 },
    shown: { type: 'array', items: findingSchema, minItems: 1, maxItems: mostExamples },
    /** The pictures of the contact sheet: of a pair the first, and the change to the second. The reporter draws them, and omits them from report.json. */
    images: examplesSchema.properties.images,
  },
  required: ['file', 'what', 'found', 'shown'],
  additionalProperties: false,
} as const;

export type FoundItem = FromSchema<typeof foundItemSchema>;
export type Finding = FromSchema<typeof findingSchema>;
export type Findings = FromSchema<typeof findingsSchema>;
