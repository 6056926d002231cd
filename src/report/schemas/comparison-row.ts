import type { FromSchema } from 'json-schema-to-ts';
import { biasNames } from './model-record.ts';

/** Mean and sample standard deviation over seeds. */
export const spreadSchema = {
  type: 'object',
  properties: { mean: { type: 'number' }, deviation: { type: 'number', minimum: 0 } },
  required: ['mean', 'deviation'],
  additionalProperties: false,
} as const;

const spreadOrNull = { anyOf: [spreadSchema, { type: 'null' }] } as const;
const count = { type: 'integer', minimum: 0 } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** One stage of a learning curve, over seeds. */
export const curvePointSchema = {
  type: 'object',
  properties: { labelled: count, accuracy: spreadSchema, robustAccuracy: spreadOrNull },
  required: ['labelled', 'accuracy', 'robustAccuracy'],
  additionalProperties: false,
} as const;

/** Labels needed to come within half a point of the accuracy of a model trained on all labels (Ducoffe 2018, table 2). */
export const annotationsSchema = {
  type: 'object',
  properties: {
    /** Number of runs that reach this accuracy. */
    reached: count,
    /** Labels over all runs; null if a run does not reach it. */
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
    /** The p value with Holm's correction over all functions tested against the same one. */
    corrected: share,
    /** Whether the corrected p value is below 0.05. */
    significant: { type: 'boolean' },
    /** The same test over seeds alone, of the means over stages: stages of one run are not independent, seeds are. */
    overSeeds: {
      type: 'object',
      properties: { pairs: count, pValue: share, corrected: share, significant: { type: 'boolean' } },
      required: ['pairs', 'pValue', 'corrected', 'significant'],
      additionalProperties: false,
    },
  },
  required: ['pairs', 'difference', 'pValue', 'corrected', 'significant', 'overSeeds'],
  additionalProperties: false,
} as const;

const significanceOrNull = { anyOf: [significanceSchema, { type: 'null' }] } as const;

/** The functions that every other function is tested against, if they ran. */
const opponents = ['randomSampling', 'dre'] as const;
export type Opponent = (typeof opponents)[number];

/** Mean bias over stages, by characteristic. */
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

/** The results of one acquisition function in one setting. */
export const comparisonRowSchema = {
  type: 'object',
  properties: {
    acquisition: { type: 'string' },
    /** Number of runs, one per seed. */
    runs: { type: 'integer', minimum: 1 },
    /** Accuracy and robust accuracy of the last stage. */
    accuracy: spreadSchema,
    robustAccuracy: spreadOrNull,
    /** Area under the curve of accuracy over labels, divided by the span of labels. */
    area: spreadSchema,
    robustArea: spreadOrNull,
    /** Accuracy minus that of random sampling with the same seed, summed over stages, in points; null without such a run. */
    differenceToRandom: spreadOrNull,
    /** Null without a model that was trained on all labels. */
    annotations: { anyOf: [annotationsSchema, { type: 'null' }] },
    /** Jensen-Shannon divergence between selection and pool; null if nothing was selected. */
    bias: { anyOf: [meanBiasSchema, { type: 'null' }] },
    curve: { type: 'array', items: curvePointSchema },
    /** Tests of the comparison's `quantity`; null against itself, against a function that did not run, and for a single seed. */
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
