import type { FromSchema } from 'json-schema-to-ts';
import { comparisonRowSchema } from './comparison-row.ts';
import { biasNames } from './model-record.ts';

const count = { type: 'integer', minimum: 0 } as const;
const stages = { type: 'array', items: { type: ['number', 'null'] } } as const;

/** Pearson's correlation of bias and robust accuracy across functions, by stage without stage 0; null if it is undefined. */
export const correlationsSchema = {
  type: 'object',
  properties: { entropy: stages, gini: stages, leastConfidence: stages, margin: stages, labels: stages },
  required: biasNames,
  additionalProperties: false,
} as const;

/** Acquisition functions compared in one setting: the same data set, architecture, training and budget. */
export const comparisonSchema = {
  type: 'object',
  properties: {
    /** `setting` of the model records. */
    setting: { type: 'string' },
    dataset: { type: 'string' },
    architecture: { type: 'string' },
    training: { type: ['string', 'null'] },
    /** Number of labels in the first stage and in the last one. */
    initial: count,
    labels: count,
    stages: count,
    /** The attack that measures robust accuracy, with its epsilon; null without such an attack. */
    attack: { type: ['string', 'null'] },
    seeds: { type: 'array', items: { type: 'integer' } },
    /** Mean accuracy of models of the same kind that were trained on all labels; null without such a model. */
    fullAccuracy: { type: ['number', 'null'] },
    /** The quantity of tests, wins and correlations: robust accuracy if every stage measured it, else accuracy. */
    quantity: { enum: ['accuracy', 'robustAccuracy'] },
    rows: { type: 'array', items: comparisonRowSchema },
    /** [wins, ties, losses] of row against column over seeds and stages. Up to half a point is a tie (Zhan 2022, section 3.2). */
    winTieLoss: {
      type: 'array',
      items: { type: 'array', items: { type: 'array', items: count, minItems: 3, maxItems: 3 } },
    },
    /** Null without robust accuracy, and with fewer than three functions. */
    correlations: { anyOf: [correlationsSchema, { type: 'null' }] },
  },
  required: [
    'setting',
    'dataset',
    'architecture',
    'training',
    'initial',
    'labels',
    'stages',
    'attack',
    'seeds',
    'fullAccuracy',
    'quantity',
    'rows',
    'winTieLoss',
    'correlations',
  ],
  additionalProperties: false,
} as const;

export type Correlations = FromSchema<typeof correlationsSchema>;
export type Comparison = FromSchema<typeof comparisonSchema>;

/** @returns whether the comparison has several runs; a single run cannot be compared */
export function comparesRuns({ rows }: Comparison): boolean {
  return rows.reduce((sum, { runs }) => sum + runs, 0) > 1;
}
