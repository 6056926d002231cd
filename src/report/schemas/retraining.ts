import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** Accuracy and robust accuracy of one model on the evaluation split. */
export const qualitySchema = {
  type: 'object',
  properties: {
    accuracy: share,
    /** Null if the attack fails on the model. */
    robustAccuracy: { type: ['number', 'null'], minimum: 0, maximum: 1 },
  },
  required: ['accuracy', 'robustAccuracy'],
  additionalProperties: false,
} as const;

/** The result of one budget: the selection, and the quality after retraining on it and on a random selection. */
export const budgetSchema = {
  type: 'object',
  properties: {
    /** Share of the pool. */
    budget: share,
    /** Number of inputs selected. */
    inputs: { type: 'integer', minimum: 0 },
    /** Path of the JSON lines that list the selected inputs, relative to the report folder: a plain name in `retraining/`. */
    file: { type: 'string', pattern: '^retraining/[\\w.-]{1,250}\\.jsonl$' },
    /** Path of a picture of the first selected inputs, relative to the report folder; omitted if they are not images. */
    thumbnails: { type: 'string', pattern: '^retraining/[\\w.-]{1,250}\\.png$' },
    /** Quality after retraining on each selection; null if retraining is off or failed. */
    selected: { anyOf: [qualitySchema, { type: 'null' }] },
    random: { anyOf: [qualitySchema, { type: 'null' }] },
  },
  required: ['budget', 'inputs', 'file', 'selected', 'random'],
  additionalProperties: false,
} as const;

/** Selection for retraining of one model. A sharded run writes it to the report folder, for the run that merges the shards. */
export const retrainingSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record. */
    model: { type: 'string' },
    name: { type: 'string' },
    dataset: { type: 'string' },
    acquisition: { type: 'string' },
    /** In words, the inputs that were selected from. */
    pool: { type: 'string' },
    poolSize: { type: 'integer', minimum: 0 },
    /** Number of inputs that the models are evaluated on; 0 without retraining. */
    evaluated: { type: 'integer', minimum: 0 },
    /** Number of evaluated inputs that are attacked. */
    attacked: { type: 'integer', minimum: 0 },
    /** The attack with its epsilon, e.g. `pgd(0.3)`; null without retraining. */
    attack: { type: ['string', 'null'] },
    seed: { type: 'integer' },
    /** Quality before retraining; null without retraining, or if it cannot be measured. */
    before: { anyOf: [qualitySchema, { type: 'null' }] },
    budgets: { type: 'array', items: budgetSchema },
    /** What could not be done for this model, and why; omitted if nothing failed. */
    warnings: { type: 'array', items: { type: 'string' } },
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
