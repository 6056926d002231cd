import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** Accuracy and robust accuracy of one model on the evaluation split. */
export const qualitySchema = {
  type: 'object',
  properties: {
    accuracy: share,
    robustAccuracy: { type: ['number', 'null'] },
  },
  required: ['accuracy', 'robustAccuracy'],
  additionalProperties: false,
} as const;

/** What one budget bought: the selection, and the model retrained on its adversarial examples beside a random selection. */
export const budgetSchema = {
  type: 'object',
  properties: {
    /** Share of the pool. */
    budget: share,
    /** Number of inputs selected. */
    inputs: { type: 'integer', minimum: 0 },
    /** The JSON lines that name them, relative to the report folder. */
    file: { type: 'string' },
    /** Null where retraining was not asked for. */
    selected: { anyOf: [qualitySchema, { type: 'null' }] },
    random: { anyOf: [qualitySchema, { type: 'null' }] },
  },
  required: ['budget', 'inputs', 'file', 'selected', 'random'],
  additionalProperties: false,
} as const;

/** Test selection for retraining of one model, as written beside the blobs of a sharded run. */
export const retrainingSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record. */
    model: { type: 'string' },
    name: { type: 'string' },
    dataset: { type: 'string' },
    acquisition: { type: 'string' },
    /** What the inputs were selected from, in words. */
    pool: { type: 'string' },
    poolSize: { type: 'integer', minimum: 0 },
    /** Number of inputs that judge the models; 0 where nothing was retrained. */
    evaluated: { type: 'integer', minimum: 0 },
    /** Number of those that are attacked. */
    attacked: { type: 'integer', minimum: 0 },
    /** With its epsilon, e.g. `pgd(0.3)`; null where nothing was retrained. */
    attack: { type: ['string', 'null'] },
    seed: { type: 'integer' },
    before: { anyOf: [qualitySchema, { type: 'null' }] },
    budgets: { type: 'array', items: budgetSchema },
    seconds: { type: 'number' },
  },
  required: [
    'model',
    'name',
    'dataset',
    'acquisition',
    'pool',
    'poolSize',
    'evaluated',
    'attacked',
    'attack',
    'seed',
    'before',
    'budgets',
    'seconds',
  ],
  additionalProperties: false,
} as const;

export type Quality = FromSchema<typeof qualitySchema>;
export type Budget = FromSchema<typeof budgetSchema>;
export type Retraining = FromSchema<typeof retrainingSchema>;
