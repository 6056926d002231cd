import type { FromSchema } from 'json-schema-to-ts';
import { measurementSchema, type Measurement } from './measurement.ts';
import { modelRecordSchema, type ModelRecord } from './model-record.ts';

/** One assertion of quality: what was demanded, what was measured, and whether it held. */
export const gateSchema = {
  type: 'object',
  properties: {
    matcher: { type: 'string' },
    /** What the matcher demands in words, e.g. `robust accuracy under pgd(0.3) at least 0.6`. */
    demand: { type: 'string' },
    threshold: { type: 'number' },
    negated: { type: 'boolean' },
    passed: { type: 'boolean' },
    measurement: measurementSchema,
    /** `id` of the model's record; null for a model that no fixture made. */
    model: { type: ['string', 'null'] },
    /** The one command that runs this assertion again. */
    reproduce: { type: 'string' },
  },
  required: ['matcher', 'demand', 'threshold', 'negated', 'passed', 'measurement', 'model', 'reproduce'],
  additionalProperties: false,
} as const;

/** What a test leaves in `task.meta.dnn`. */
export const taskMetaSchema = {
  type: 'object',
  properties: {
    gates: { type: 'array', items: gateSchema },
    models: { type: 'array', items: modelRecordSchema },
  },
  required: ['gates', 'models'],
  additionalProperties: false,
} as const;

export type Gate = Omit<FromSchema<typeof gateSchema>, 'measurement'> & { readonly measurement: Measurement };
export interface TaskMeta {
  readonly gates: Gate[];
  readonly models: ModelRecord[];
}
