import type { FromSchema } from 'json-schema-to-ts';

/** Mean and sample deviation over seeds. */
export const spreadSchema = {
  type: 'object',
  properties: { mean: { type: 'number' }, deviation: { type: 'number', minimum: 0 } },
  required: ['mean', 'deviation'],
  additionalProperties: false,
} as const;

const spreadOrNull = { anyOf: [spreadSchema, { type: 'null' }] } as const;

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
    /** Jensen-Shannon divergence of the entropies of what was selected from the pool's, mean over stages. */
    bias: spreadOrNull,
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
    'bias',
    'seconds',
  ],
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
    initial: { type: 'integer', minimum: 0 },
    labels: { type: 'integer', minimum: 0 },
    stages: { type: 'integer', minimum: 0 },
    /** The attack behind robust accuracy with its epsilon; null where it was not measured. */
    attack: { type: ['string', 'null'] },
    seeds: { type: 'array', items: { type: 'integer' } },
    rows: { type: 'array', items: comparisonRowSchema },
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
    'rows',
  ],
  additionalProperties: false,
} as const;

export type Spread = FromSchema<typeof spreadSchema>;
export type ComparisonRow = FromSchema<typeof comparisonRowSchema>;
export type Comparison = FromSchema<typeof comparisonSchema>;

/** Whether several runs stand beside each other: the run of a single model has nothing to be compared with. */
export function comparesRuns({ rows }: Comparison): boolean {
  return rows.reduce((sum, { runs }) => sum + runs, 0) > 1;
}
