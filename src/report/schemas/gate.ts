import type { FromSchema } from 'json-schema-to-ts';
import { examplesSchema } from './examples.ts';
import { measurementSchema, type Measurement } from './measurement.ts';
import { modelRecordSchema, type ModelRecord } from './model-record.ts';

/** One assertion of quality: what was demanded, what was measured, and whether it held. */
export const gateSchema = {
  type: 'object',
  properties: {
    matcher: { type: 'string' },
    /** What the matcher measured in words, e.g. `robust accuracy under pgd(0.3)`. */
    quantity: { type: 'string' },
    value: { type: 'number' },
    /** How the value has to stand to the threshold. */
    relation: { enum: ['at least', 'at most', 'above', 'below'] },
    threshold: { type: 'number' },
    /** What value and threshold count; a share where it is left out. */
    unit: { enum: ['share', 'bytes', 'distance'] },
    negated: { type: 'boolean' },
    passed: { type: 'boolean' },
    /** False where the test did not wait for the assertion, which fails it whatever was measured; left out elsewhere. */
    awaited: { type: 'boolean' },
    measurement: measurementSchema,
    /** Inputs behind a failure under an attack. */
    examples: examplesSchema,
    /** `id` of the model's record; null for a model that no fixture made. */
    model: { type: ['string', 'null'] },
    /** The one command that runs this assertion again. */
    reproduce: { type: 'string' },
  },
  required: [
    'matcher',
    'quantity',
    'value',
    'relation',
    'threshold',
    'negated',
    'passed',
    'measurement',
    'model',
    'reproduce',
  ],
  additionalProperties: false,
} as const;

/** What a test leaves in `task.meta.dnn`. */
export const taskMetaSchema = {
  type: 'object',
  properties: {
    gates: { type: 'array', items: gateSchema },
    models: { type: 'array', items: modelRecordSchema },
    /** Engine, version and threads behind the measurements, e.g. `wasm 4.22.0, 2 threads`. */
    engines: { type: 'array', items: { type: 'string' } },
  },
  required: ['gates', 'models', 'engines'],
  additionalProperties: false,
} as const;

export type Gate = Omit<FromSchema<typeof gateSchema>, 'measurement'> & { readonly measurement: Measurement };
export interface TaskMeta {
  readonly gates: Gate[];
  readonly models: ModelRecord[];
  readonly engines: string[];
}
