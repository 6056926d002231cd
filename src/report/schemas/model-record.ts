import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** The characteristics by which a selection may be unlike its pool. */
export const biasNames = ['entropy', 'gini', 'leastConfidence', 'margin', 'labels'] as const;
export type BiasName = (typeof biasNames)[number];

/** Jensen-Shannon divergence of what was selected from the pool, in nats, by characteristic. */
export const biasSchema = {
  type: 'object',
  properties: {
    entropy: { type: 'number' },
    gini: { type: 'number' },
    leastConfidence: { type: 'number' },
    margin: { type: 'number' },
    /** Of the shares of the classes. */
    labels: { type: 'number' },
  },
  required: biasNames,
  additionalProperties: false,
} as const;

/** One stage of active learning, as it crosses processes. */
export const stageSchema = {
  type: 'object',
  properties: {
    stage: { type: 'integer', minimum: 0 },
    labelled: { type: 'integer', minimum: 0 },
    accuracy: share,
    /** Robust accuracy, where the run measures it. */
    robustness: { type: ['number', 'null'] },
    /** Null in stage 0, which selects uniformly. */
    bias: { anyOf: [biasSchema, { type: 'null' }] },
    seconds: { type: 'number' },
  },
  required: ['stage', 'labelled', 'accuracy', 'robustness', 'bias', 'seconds'],
  additionalProperties: false,
} as const;

/** How a model came to be: what a fixture says of the model that it trained or loaded. */
export const modelRecordSchema = {
  type: 'object',
  properties: {
    /** Hash of everything that determines the model; also its key in the cache. */
    id: { type: 'string' },
    origin: { enum: ['active-learning', 'trained', 'pretrained', 'given'] },
    name: { type: 'string' },
    dataset: { type: 'string' },
    architecture: { type: 'string' },
    /** With its options, e.g. `dre`; null where all labels were used. */
    acquisition: { type: ['string', 'null'] },
    training: { type: ['string', 'null'] },
    /** Everything that the run was told, for reproduction. */
    options: { type: 'object' },
    /** Hash of `options` without acquisition function and seed: runs with the same setting are compared with each other. */
    setting: { type: 'string' },
    seed: { type: 'integer' },
    engine: { type: 'string' },
    stages: { type: 'array', items: stageSchema },
    /** Whether the reporter can open the model and its data from the cache, to select for retraining. */
    cached: { type: 'boolean' },
  },
  required: [
    'id',
    'origin',
    'name',
    'dataset',
    'architecture',
    'acquisition',
    'training',
    'options',
    'setting',
    'seed',
    'engine',
    'stages',
    'cached',
  ],
  additionalProperties: false,
} as const;

export type StageRecord = FromSchema<typeof stageSchema>;
export type ModelRecord = FromSchema<typeof modelRecordSchema>;
