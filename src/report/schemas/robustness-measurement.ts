import type { FromSchema } from 'json-schema-to-ts';
import { integer, nullable, number, share, text, required, shared } from './measurement-parts.ts';

/** What an attack did to a model. */
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

export type RobustnessMeasurement = FromSchema<typeof robustnessSchema>;
export type RobustnessPoint = NonNullable<RobustnessMeasurement['curve']>[number];
