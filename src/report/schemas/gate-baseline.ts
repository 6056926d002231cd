import type { FromSchema } from 'json-schema-to-ts';
import { integer, share, text } from './measurement-parts.ts';

/** Inputs that got worse, shown per gate at most. */
export const mostWorse = 16;

/** The comparison of a gate of `toKeepQuality` with its committed baseline. */
export const gateBaselineSchema = {
  type: 'object',
  properties: {
    /** Path of the baseline, relative to the root of the project. */
    file: text,
    /** The keys of the entry in the file. */
    test: text,
    check: text,
    /**
     * `written` and `updated`: the run wrote the entry. `kept`: the value fell by no more than `least`. `noise`: it fell by more, within
     * chance. `dropped`: it fell by more, beyond chance. `improved`: it rose by more, beyond chance. `missing`: there is no entry, and
     * CI writes none. `changed`: the entry was measured with another setting, or on none of the inputs.
     */
    status: { enum: ['written', 'updated', 'kept', 'noise', 'dropped', 'improved', 'missing', 'changed'] },
    /** The committed share, of the inputs that were compared; null if there is no entry. */
    value: { type: ['number', 'null'] },
    /** Number of inputs that were compared: those in the entry and in the run. */
    inputs: integer,
    /** Number of inputs that were correct and are not, and the reverse. */
    worse: integer,
    better: integer,
    /** Numbers of inputs that only the run has, and that only the entry has. */
    added: integer,
    removed: integer,
    /** Two-sided p value of McNemar's exact test. */
    pValue: share,
    /** The largest drop that does not matter, as a share. */
    least: share,
    /** What differs in the settings, if they differ. */
    differences: { type: 'array', items: text },
    /** Some of the inputs that got worse, evenly spread. */
    examples: {
      type: 'array',
      maxItems: mostWorse,
      items: {
        type: 'object',
        properties: {
          /** Position in the split. */
          position: integer,
          /** Its name in the split; omitted if it has none. */
          id: text,
          /** Names of its label and of the class that is predicted now, under the attack if there is one. */
          label: text,
          predicted: text,
        },
        required: ['position', 'label', 'predicted'],
        additionalProperties: false,
      },
    },
  },
  required: [
    'file',
    'test',
    'check',
    'status',
    'value',
    'inputs',
    'worse',
    'better',
    'added',
    'removed',
    'pValue',
    'least',
  ],
  additionalProperties: false,
} as const;

export type GateBaseline = FromSchema<typeof gateBaselineSchema>;
