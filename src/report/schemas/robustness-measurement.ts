import type { FromSchema } from 'json-schema-to-ts';
import { integer, nullable, number, share, text, required, shared } from './measurement-parts.ts';

/** The effect of an attack on a model. */
export const robustnessSchema = {
  type: 'object',
  properties: {
    kind: { const: 'robustness' },
    ...shared,
    attack: text,
    epsilon: number,
    /** Number of attacked inputs, where `inputs` only counts the correctly classified ones; omitted otherwise. */
    attackedInputs: integer,
    cleanAccuracy: share,
    robustAccuracy: share,
    /** Share of the correctly classified inputs that the attack broke; null if no input was classified correctly. */
    attackSuccessRate: nullable,
    /** Mean sizes of the successful perturbations; null if none succeeded, and on texts. */
    meanL2: nullable,
    meanLinf: nullable,
    /** The norm of the attack: the unit of epsilon, mean and median perturbation. */
    norm: { enum: ['linf', 'l2', 'l1', 'l0', 'words', 'edits'] },
    meanPerturbation: nullable,
    medianPerturbation: nullable,
    /** For an attack on texts: what it asked. The success rate is taken over the attacked texts. Omitted for other attacks. */
    texts: {
      type: 'object',
      properties: {
        /** Texts that were attacked, and those that were skipped because they were misclassified when clean. */
        attacked: integer,
        skipped: integer,
        /** Queries per attacked text, the first of which is the clean text; null if no text was attacked. */
        meanQueries: nullable,
        medianQueries: nullable,
        /** Attacked texts without words, and those whose search ended at the limit of queries. */
        withoutWords: integer,
        atQueryLimit: integer,
      },
      required: ['attacked', 'skipped', 'meanQueries', 'medianQueries', 'withoutWords', 'atQueryLimit'],
      additionalProperties: false,
    },
    /** Number of inputs that each attack broke; an ensemble lists its members. */
    brokenBy: { type: 'object', additionalProperties: integer },
    /** Robust accuracy at several sizes of the ball, in ascending order; the last one is epsilon. */
    curve: {
      type: 'array',
      items: {
        type: 'object',
        properties: { epsilon: number, robustAccuracy: share },
        required: ['epsilon', 'robustAccuracy'],
        additionalProperties: false,
      },
    },
    /** If the model was compressed before the attack: the compression, and the robust accuracy before it. */
    compression: text,
    robustAccuracyBefore: share,
    /** Number of inputs that are robust only before the compression, and of those that are only after it. */
    lost: integer,
    gained: integer,
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

export type RobustnessMeasurement = FromSchema<typeof robustnessSchema>;
export type RobustnessPoint = NonNullable<RobustnessMeasurement['curve']>[number];
