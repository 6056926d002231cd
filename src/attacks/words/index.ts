import { deepWordBug } from './deep-word-bug.ts';
import { pwws } from './pwws.ts';

export type * from './contract.ts';
export type { SynonymOptions, SynonymTable } from './candidates/synonyms.ts';
export type { TypoKind } from './candidates/typos.ts';
export type { DeepWordBugOptions } from './deep-word-bug.ts';
export { defineTextAttack, type TextAttackDefinition } from './define.ts';
export type { Constraint, Draft, WordChange } from './frame/draft.ts';
export { summaryOf, type TextAttackSummary } from './frame/summary.ts';
export type { PwwsOptions } from './pwws.ts';
export type { Scoring } from './scores/word-scores.ts';
export { deepWordBug, pwws };

/** Every attack on texts by name, with its default options. */
export const textAttacks = { pwws, deepWordBug } as const;
