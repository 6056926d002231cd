import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** The characteristics in which a selection is compared with its pool. */
export const biasNames = ['entropy', 'gini', 'leastConfidence', 'margin', 'labels'] as const;
export type BiasName = (typeof biasNames)[number];

/** Jensen-Shannon divergence between selection and pool in nats, by characteristic. */
export const biasSchema = {
  type: 'object',
  properties: {
    entropy: { type: 'number' },
    gini: { type: 'number' },
    leastConfidence: { type: 'number' },
    margin: { type: 'number' },
    /** Divergence between the class shares. */
    labels: { type: 'number' },
  },
  required: biasNames,
  additionalProperties: false,
} as const;

/** One stage of active learning, as JSON that can be sent to another process. */
export const stageSchema = {
  type: 'object',
  properties: {
    stage: { type: 'integer', minimum: 0 },
    labelled: { type: 'integer', minimum: 0 },
    accuracy: share,
    /** Robust accuracy; null if the run does not measure it. */
    robustness: { type: ['number', 'null'] },
    /** Null in stage 0, which selects uniformly at random. */
    bias: { anyOf: [biasSchema, { type: 'null' }] },
    seconds: { type: 'number' },
  },
  required: ['stage', 'labelled', 'accuracy', 'robustness', 'bias', 'seconds'],
  additionalProperties: false,
} as const;

/** The record that a fixture writes about the model that it trained or loaded. */
export const modelRecordSchema = {
  type: 'object',
  properties: {
    /** Hash of everything that determines the model; also its key in the cache. */
    id: { type: 'string' },
    origin: { enum: ['active-learning', 'trained', 'pretrained', 'given'] },
    name: { type: 'string' },
    dataset: { type: 'string' },
    /** If the data are a part of a public data set: the numbers of training + test items of both; omitted otherwise. */
    part: { type: 'string' },
    architecture: { type: 'string' },
    /** Name of the acquisition function, e.g. `dre`; null if all labels were used. */
    acquisition: { type: ['string', 'null'] },
    training: { type: ['string', 'null'] },
    /** All options of the run, for reproduction. */
    options: { type: 'object' },
    /** Hash of `options` without acquisition function and seed. Runs with the same setting are compared with each other. */
    setting: { type: 'string' },
    seed: { type: 'integer' },
    engine: { type: 'string' },
    stages: { type: 'array', items: stageSchema },
    /** Whether the cache holds the model and its data, so that the reporter can select for retraining. */
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
