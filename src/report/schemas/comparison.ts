import type { FromSchema } from 'json-schema-to-ts';
import { comparisonRowSchema } from './comparison-row.ts';
import { biasNames } from './model-record.ts';

const count = { type: 'integer', minimum: 0 } as const;
const stages = { type: 'array', items: { type: ['number', 'null'] } } as const;

/** Pearson's correlation across functions of bias and robust accuracy, by stage from the first that selects; null where it is undefined. */
export const correlationsSchema = {
  type: 'object',
  properties: { entropy: stages, gini: stages, leastConfidence: stages, margin: stages, labels: stages },
  required: biasNames,
  additionalProperties: false,
} as const;

/** Acquisition functions compared in one setting: same data set, architecture, training, budget. */
export const comparisonSchema = {
  type: 'object',
  properties: {
    /** `setting` of the model records. */
    setting: { type: 'string' },
    dataset: { type: 'string' },
    architecture: { type: 'string' },
    training: { type: ['string', 'null'] },
    /** Labels of the first and of the last stage. */
    initial: count,
    labels: count,
    stages: count,
    /** The attack behind robust accuracy with its epsilon; null where it was not measured. */
    attack: { type: ['string', 'null'] },
    seeds: { type: 'array', items: { type: 'integer' } },
    /** Accuracy of models of the same kind that were trained on everything, mean; null where there is none. */
    fullAccuracy: { type: ['number', 'null'] },
    /** What tests, wins and correlations are about: robust accuracy where every stage measured it. */
    quantity: { enum: ['accuracy', 'robustAccuracy'] },
    rows: { type: 'array', items: comparisonRowSchema },
    /** [wins, ties, losses] of row against column over seeds and stages, at half a point (Zhan 2022, section 3.2). */
    winTieLoss: {
      type: 'array',
      items: { type: 'array', items: { type: 'array', items: count, minItems: 3, maxItems: 3 } },
    },
    /** Null where robust accuracy was not measured, and with fewer than three functions. */
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

/** Whether several runs stand beside each other: the run of a single model has nothing to be compared with. */
export function comparesRuns({ rows }: Comparison): boolean {
  return rows.reduce((sum, { runs }) => sum + runs, 0) > 1;
}
