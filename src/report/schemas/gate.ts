import type { FromSchema } from 'json-schema-to-ts';
import { examplesSchema } from './examples.ts';
import { findingsSchema } from './findings.ts';
import { gateBaselineSchema } from './gate-baseline.ts';
import { measurementSchema, type Measurement } from './measurement.ts';
import { valueIntervalSchema } from './measurement-parts.ts';
import { modelRecordSchema, type ModelRecord } from './model-record.ts';

/** A gate: the check of an assertion, with its threshold. It holds the measurement, and whether the check passed. */
export const gateSchema = {
  type: 'object',
  properties: {
    matcher: { type: 'string' },
    /** The measured quantity in words, e.g. `robust accuracy under pgd(0.3)`. */
    quantity: { type: 'string' },
    value: { type: 'number' },
    /** The required relation of the value to the threshold. */
    relation: { enum: ['at least', 'at most', 'above', 'below'] },
    threshold: { type: 'number' },
    /** Unit of value and threshold. If omitted, they are shares. */
    unit: { enum: ['share', 'bytes', 'distance', 'milliseconds', 'items'] },
    negated: { type: 'boolean' },
    /** Whether the assertion passed. An undecided gate passes or fails by its policy. */
    passed: { type: 'boolean' },
    /** The interval of the value; omitted if it has none, such as a number of bytes. */
    interval: valueIntervalSchema,
    /** Undecided: the interval holds the threshold, or a budget of time ended before all inputs were measured. */
    outcome: { enum: ['passed', 'failed', 'undecided'] },
    /** What must satisfy the threshold, if it is the interval instead of the value. */
    decide: { const: 'interval' },
    /** What an undecided gate does: it goes by its value with a warning, it passes, or it fails. Omitted if the gate is decided. */
    undecided: { enum: ['warn', 'pass', 'fail'] },
    /** About how many more inputs would decide, at the present rate, if the interval holds the threshold; null if no number does. */
    moreInputs: { type: ['integer', 'null'] },
    /** False if the test did not await the assertion, which then fails whatever its value; omitted otherwise. */
    awaited: { type: 'boolean' },
    /** Reasons why the gate says little about the model, such as a threshold that every model reaches; omitted if there are none. */
    warnings: { type: 'array', items: { type: 'string' } },
    /** What to try if the gate did not pass, such as a training, or a threshold that would hold; omitted if it passed. */
    advice: { type: 'array', items: { type: 'string' } },
    measurement: measurementSchema,
    /** The comparison with the committed baseline, for `toKeepQuality`. */
    baseline: gateBaselineSchema,
    /** Some of the inputs that the attack broke, if the gate failed under an attack. */
    examples: examplesSchema,
    /** Some of the items that a failed gate on data found. */
    findings: findingsSchema,
    /** `id` of the model's record; null for a model without a fixture, and for data. */
    model: { type: ['string', 'null'] },
    /** The command that runs this assertion again. */
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
    'outcome',
    'measurement',
    'model',
    'reproduce',
  ],
  additionalProperties: false,
} as const;

/** An assertion that measured nothing, because it threw an error. */
export const gateErrorSchema = {
  type: 'object',
  properties: {
    matcher: { type: 'string' },
    /** The message of the error. */
    message: { type: 'string' },
    /** Whether the assertion was negated. */
    negated: { type: 'boolean' },
    /** The command that runs this assertion again. */
    reproduce: { type: 'string' },
  },
  required: ['matcher', 'message', 'negated', 'reproduce'],
  additionalProperties: false,
} as const;

/** The data that a test writes to `task.meta.dnn`. */
export const taskMetaSchema = {
  type: 'object',
  properties: {
    gates: { type: 'array', items: gateSchema },
    /** Assertions that threw an error instead of measuring; omitted if there are none. */
    errors: { type: 'array', items: gateErrorSchema },
    models: { type: 'array', items: modelRecordSchema },
    /** Engines of the measurements, with version and threads, e.g. `wasm 4.22.0, 2 threads`. */
    engines: { type: 'array', items: { type: 'string' } },
  },
  required: ['gates', 'models', 'engines'],
  additionalProperties: false,
} as const;

export type Gate = Omit<FromSchema<typeof gateSchema>, 'measurement'> & { readonly measurement: Measurement };
export type GateError = FromSchema<typeof gateErrorSchema>;
export interface TaskMeta {
  readonly gates: Gate[];
  errors?: GateError[];
  readonly models: ModelRecord[];
  readonly engines: string[];
}
