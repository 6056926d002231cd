import type { FromSchema } from 'json-schema-to-ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

/** What several attacks do to one model. */
export const attackSuccessRowSchema = {
  type: 'object',
  properties: {
    /** `id` of the model's record; null for a model that no fixture made. */
    model: { type: ['string', 'null'] },
    name: { type: 'string' },
    /** Null where all labels were used, or nothing is known. */
    acquisition: { type: ['string', 'null'] },
    accuracy: share,
    inputs: { type: 'integer', minimum: 0 },
    /** Attack success rates in the order of the table's attacks; null where it was not measured. */
    rates: { type: 'array', items: { type: ['number', 'null'] } },
  },
  required: ['model', 'name', 'acquisition', 'accuracy', 'inputs', 'rates'],
  additionalProperties: false,
} as const;

/** Attacks on the models of one architecture on one data set. */
export const attackSuccessTableSchema = {
  type: 'object',
  properties: {
    dataset: { type: ['string', 'null'] },
    architecture: { type: ['string', 'null'] },
    /** With epsilon, and with the options in which two that have the same name differ. */
    attacks: { type: 'array', items: { type: 'string' } },
    rows: { type: 'array', items: attackSuccessRowSchema },
    /** By attack the names of the models that it breaks least; none where all are equal. */
    mostRobust: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
  },
  required: ['dataset', 'architecture', 'attacks', 'rows', 'mostRobust'],
  additionalProperties: false,
} as const;

export type AttackSuccessRow = FromSchema<typeof attackSuccessRowSchema>;
export type AttackSuccessTable = FromSchema<typeof attackSuccessTableSchema>;
