import type { FromSchema } from 'json-schema-to-ts';
import { biasNames } from './model-record.ts';

/** Mean and sample deviation over seeds. */
export const spreadSchema = {
  type: 'object',
  properties: { mean: { type: 'number' }, deviation: { type: 'number', minimum: 0 } },
  required: ['mean', 'deviation'],
  additionalProperties: false,
} as const;

const spreadOrNull = { anyOf: [spreadSchema, { type: 'null' }] } as const;
const count = { type: 'integer', minimum: 0 } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** One stage of a learning curve over seeds. */
export const curvePointSchema = {
  type: 'object',
  properties: { labelled: count, accuracy: spreadSchema, robustAccuracy: spreadOrNull },
  required: ['labelled', 'accuracy', 'robustAccuracy'],
  additionalProperties: false,
} as const;

/** Labels until the accuracy of a model trained on everything is reached, to half a point (Ducoffe 2018, table 2). */
export const annotationsSchema = {
  type: 'object',
  properties: {
    /** Number of runs that reach it. */
    reached: count,
    /** Over all runs; null where one does not reach it. */
    labels: spreadOrNull,
  },
  required: ['reached', 'labels'],
  additionalProperties: false,
} as const;

/** Wilcoxon's signed-rank test of one function against another, over seeds and stages, two-sided. */
export const significanceSchema = {
  type: 'object',
  properties: {
    pairs: count,
    /** Mean difference to the other function, in points. */
    difference: { type: 'number' },
    pValue: share,
    /** By Holm over all functions tested against the same one. */
    corrected: share,
    /** Whether the corrected p value is below 0.05. */
    significant: { type: 'boolean' },
  },
  required: ['pairs', 'difference', 'pValue', 'corrected', 'significant'],
  additionalProperties: false,
} as const;

const significanceOrNull = { anyOf: [significanceSchema, { type: 'null' }] } as const;

/** The functions that every other one is tested against, where they ran. */
const opponents = ['randomSampling', 'dre'] as const;
export type Opponent = (typeof opponents)[number];

/** Mean over stages, by characteristic. */
export const meanBiasSchema = {
  type: 'object',
  properties: {
    entropy: spreadSchema,
    gini: spreadSchema,
    leastConfidence: spreadSchema,
    margin: spreadSchema,
    labels: spreadSchema,
  },
  required: biasNames,
  additionalProperties: false,
} as const;

/** One acquisition function in one setting. */
export const comparisonRowSchema = {
  type: 'object',
  properties: {
    acquisition: { type: 'string' },
    /** Number of runs, one a seed. */
    runs: { type: 'integer', minimum: 1 },
    /** Of the last stage. */
    accuracy: spreadSchema,
    robustAccuracy: spreadOrNull,
    /** Area under the curve of accuracy over labels, divided by its span. */
    area: spreadSchema,
    robustArea: spreadOrNull,
    /** Sum over stages of accuracy minus that of random sampling with the same seed, in points; null without such a run. */
    differenceToRandom: spreadOrNull,
    /** Null where no model trained on everything is known. */
    annotations: { anyOf: [annotationsSchema, { type: 'null' }] },
    /** Jensen-Shannon divergence of what was selected from the pool; null where nothing was selected. */
    bias: { anyOf: [meanBiasSchema, { type: 'null' }] },
    curve: { type: 'array', items: curvePointSchema },
    /** Tests of the comparison's `quantity`; null for the function itself, where it did not run, and with a single seed. */
    against: {
      type: 'object',
      properties: { randomSampling: significanceOrNull, dre: significanceOrNull },
      required: opponents,
      additionalProperties: false,
    },
    seconds: spreadSchema,
  },
  required: [
    'acquisition',
    'runs',
    'accuracy',
    'robustAccuracy',
    'area',
    'robustArea',
    'differenceToRandom',
    'annotations',
    'bias',
    'curve',
    'against',
    'seconds',
  ],
  additionalProperties: false,
} as const;

export type Spread = FromSchema<typeof spreadSchema>;
export type CurvePoint = FromSchema<typeof curvePointSchema>;
export type Annotations = FromSchema<typeof annotationsSchema>;
export type Significance = FromSchema<typeof significanceSchema>;
export type MeanBias = FromSchema<typeof meanBiasSchema>;
export type ComparisonRow = FromSchema<typeof comparisonRowSchema>;
