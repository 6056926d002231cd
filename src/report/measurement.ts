import type { FromSchema } from 'json-schema-to-ts';

const number = { type: 'number' } as const;
const integer = { type: 'integer', minimum: 0 } as const;
const text = { type: 'string' } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const distance = { type: 'number', minimum: 0 } as const;
const nullable = { type: ['number', 'null'] } as const;

/** The JSON schema of a confidence interval of a share. */
export const intervalSchema = {
  type: 'object',
  properties: { low: share, high: share, confidence: share },
  required: ['low', 'high', 'confidence'],
  additionalProperties: false,
} as const;

/** As `intervalSchema`, of a quantity that is no share. */
export const distanceIntervalSchema = {
  ...intervalSchema,
  properties: { low: distance, high: distance, confidence: share },
} as const;

const shared = {
  /** Name of the model that was measured. */
  subject: text,
  /** Options of the attack or compression, epsilon included. */
  parameters: { type: 'object' },
  value: number,
  /** Number of inputs behind the value. */
  inputs: integer,
  interval: intervalSchema,
  seconds: number,
  seed: { type: 'integer' },
  engine: text,
} as const;
const required = ['kind', 'subject', 'parameters', 'value', 'inputs', 'interval', 'seconds', 'seed', 'engine'] as const;

export const accuracySchema = {
  type: 'object',
  properties: { kind: { const: 'accuracy' }, ...shared },
  required,
  additionalProperties: false,
} as const;

export const robustnessSchema = {
  type: 'object',
  properties: {
    kind: { const: 'robustness' },
    ...shared,
    attack: text,
    epsilon: number,
    cleanAccuracy: share,
    robustAccuracy: share,
    /** Over the correctly classified inputs; null where none was. */
    attackSuccessRate: nullable,
    /** Mean size of the perturbations that succeeded; null where none did. */
    meanL2: nullable,
    meanLinf: nullable,
    /** The norm of the attack, in which epsilon, mean and median perturbation are sizes. */
    norm: { enum: ['linf', 'l2', 'l1', 'l0'] },
    meanPerturbation: nullable,
    medianPerturbation: nullable,
    /** How many inputs broke by which attack, which tells of one that is made of several. */
    brokenBy: { type: 'object', additionalProperties: integer },
    /** Robust accuracy at several sizes of the ball, ascending; the last is epsilon. */
    curve: {
      type: 'array',
      items: {
        type: 'object',
        properties: { epsilon: number, robustAccuracy: share },
        required: ['epsilon', 'robustAccuracy'],
        additionalProperties: false,
      },
    },
    /** Signs that gradients are masked, so that robust accuracy is less than what is measured; absent where nobody looked. */
    warnings: { type: 'array', items: text },
    /** Where the model was compressed before it was attacked: by what, and what it withstood before. */
    compression: text,
    robustAccuracyBefore: share,
  },
  required: [
    ...required,
    'attack',
    'epsilon',
    'cleanAccuracy',
    'robustAccuracy',
    'attackSuccessRate',
    'meanL2',
    'meanLinf',
    'norm',
    'meanPerturbation',
    'medianPerturbation',
    'brokenBy',
  ],
  additionalProperties: false,
} as const;

/** One step of a composition: what the model is worth and takes after it. */
export const compressionStepSchema = {
  type: 'object',
  properties: { compression: text, accuracy: share, bytes: integer, nonZero: integer },
  required: ['compression', 'accuracy', 'bytes', 'nonZero'],
  additionalProperties: false,
} as const;

export const compressionSchema = {
  type: 'object',
  properties: {
    kind: { const: 'compression' },
    ...shared,
    compression: text,
    accuracyBefore: share,
    accuracyAfter: share,
    /** Accuracy after minus accuracy before, in points. */
    change: number,
    /** Share of inputs on which both models predict the same class. */
    agreement: share,
    /** Of all weights, with the codebooks, scales and bitmaps that they need. */
    bytesBefore: integer,
    bytesAfter: integer,
    /** Number of weights that are not zero. */
    nonZeroBefore: integer,
    nonZeroAfter: integer,
    /** Of one forward pass over one input; zeros are multiplied too. */
    multiplyAddsBefore: integer,
    multiplyAddsAfter: integer,
    /** What a composition applied, in order; one step of any other compression. */
    steps: { type: 'array', items: compressionStepSchema },
  },
  required: [
    ...required,
    'compression',
    'accuracyBefore',
    'accuracyAfter',
    'change',
    'agreement',
    'bytesBefore',
    'bytesAfter',
    'nonZeroBefore',
    'nonZeroAfter',
    'multiplyAddsBefore',
    'multiplyAddsAfter',
    'steps',
  ],
  additionalProperties: false,
} as const;

export const cleverSchema = {
  type: 'object',
  properties: {
    kind: { const: 'clever' },
    ...shared,
    interval: distanceIntervalSchema,
    /** In which the score is a distance. */
    norm: { enum: ['l1', 'l2', 'linf'] },
    /** Over the inputs, as the value is their mean. */
    median: distance,
    deviation: distance,
    /** Share of the inputs whose score is the radius, the largest there is. */
    capped: share,
    /** Share of the fits that found no distribution, so that the largest gradient seen took its place. */
    collapsed: share,
  },
  required: [...required, 'norm', 'median', 'deviation', 'capped', 'collapsed'],
  additionalProperties: false,
} as const;

/** One thing measured of one model: plain JSON, the currency between matchers, fixtures and reporter. */
export const measurementSchema = {
  anyOf: [accuracySchema, robustnessSchema, compressionSchema, cleverSchema],
} as const;

export type Interval = FromSchema<typeof intervalSchema>;
export type AccuracyMeasurement = FromSchema<typeof accuracySchema>;
export type RobustnessMeasurement = FromSchema<typeof robustnessSchema>;
export type RobustnessPoint = NonNullable<RobustnessMeasurement['curve']>[number];
export type CompressionStep = FromSchema<typeof compressionStepSchema>;
export type CompressionMeasurement = FromSchema<typeof compressionSchema>;
export type CleverMeasurement = FromSchema<typeof cleverSchema>;
export type Measurement = AccuracyMeasurement | RobustnessMeasurement | CompressionMeasurement | CleverMeasurement;
