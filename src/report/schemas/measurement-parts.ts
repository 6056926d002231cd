import type { FromSchema } from 'json-schema-to-ts';

export const number = { type: 'number' } as const;
export const integer = { type: 'integer', minimum: 0 } as const;
export const text = { type: 'string' } as const;
export const share = { type: 'number', minimum: 0, maximum: 1 } as const;
export const distance = { type: 'number', minimum: 0 } as const;
export const nullable = { type: ['number', 'null'] } as const;

/** The JSON schema of a confidence interval of a share. */
export const intervalSchema = {
  type: 'object',
  properties: { low: share, high: share, confidence: share },
  required: ['low', 'high', 'confidence'],
  additionalProperties: false,
} as const;

/** Like `intervalSchema`, for a quantity that is not a share. */
export const distanceIntervalSchema = {
  ...intervalSchema,
  properties: { low: distance, high: distance, confidence: share },
} as const;

/** Like `intervalSchema`, for a quantity of any sign, such as a loss of accuracy. */
export const valueIntervalSchema = {
  ...intervalSchema,
  properties: { low: number, high: number, confidence: share },
} as const;

/** Fields of every measurement. */
export const shared = {
  /** Name of the model that was measured. */
  subject: text,
  /** Options of the attack or compression, including epsilon. */
  parameters: { type: 'object' },
  value: number,
  /** Number of inputs behind the value. */
  inputs: integer,
  interval: intervalSchema,
  seconds: number,
  seed: { type: 'integer' },
  engine: text,
  /** Signs that the value says less than it seems to, such as masked gradients; omitted if there are none or they were not checked. */
  warnings: { type: 'array', items: text },
  /**
   * Set if a budget of time ended first: its seconds, and the number of inputs to measure. The value is about those done, a
   * random part of them.
   */
  unfinished: {
    type: 'object',
    properties: { seconds: number, inputs: integer },
    required: ['seconds', 'inputs'],
    additionalProperties: false,
  },
  /**
   * Set if the measurement could stop once it was decided: the threshold that it was compared with, and the number of inputs to measure
   * at most. The interval is then a confidence sequence, which is valid wherever the measurement stops.
   */
  sequential: {
    type: 'object',
    properties: { threshold: share, inputs: integer },
    required: ['threshold', 'inputs'],
    additionalProperties: false,
  },
} as const;
export const required = [
  'kind',
  'subject',
  'parameters',
  'value',
  'inputs',
  'interval',
  'seconds',
  'seed',
  'engine',
] as const;

export type Interval = FromSchema<typeof intervalSchema>;
