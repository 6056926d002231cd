import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** The effects of several attacks on one model. */
export const attackSuccessRowSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record; null for a model without a fixture. */
    model: { type: ['string', 'null'] },
    name: { type: 'string' },
    /** Null if all labels were used, or the record is unknown. */
    acquisition: { type: ['string', 'null'] },
    accuracy: share,
    inputs: { type: 'integer', minimum: 0 },
    /** Attack success rates, in the order of the table's attacks; null if not measured. */
    rates: { type: 'array', items: { type: ['number', 'null'] } },
  },
  required: ['model', 'name', 'acquisition', 'accuracy', 'inputs', 'rates'],
  additionalProperties: false,
} as const;

/** Attacks on the models with one architecture and data set. */
export const attackSuccessTableSchema = {
  type: 'object',
  properties: {
    dataset: { type: ['string', 'null'] },
    architecture: { type: ['string', 'null'] },
    /** Attacks with epsilon. Attacks with the same name and epsilon also show the options in which they differ. */
    attacks: { type: 'array', items: { type: 'string' } },
    rows: { type: 'array', items: attackSuccessRowSchema },
    /** Per attack, the names of the models with the highest robust accuracy; empty unless its interval lies above those of all others. */
    mostRobust: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
    /** Models with too few correctly classified inputs for a meaningful rate; omitted if there are none. */
    warnings: { type: 'array', items: { type: 'string' } },
  },
  required: ['dataset', 'architecture', 'attacks', 'rows', 'mostRobust'],
  additionalProperties: false,
} as const;

export type AttackSuccessRow = FromSchema<typeof attackSuccessRowSchema>;
export type AttackSuccessTable = FromSchema<typeof attackSuccessTableSchema>;
