import { isList, notNegative, oneOf, type Limit } from '../../options.ts';
import { changeOnce, keepStopWords } from './frame/constraints.ts';
import type { Prediction, TextUnderAttack } from './contract.ts';
import { defineTextAttack } from './define.ts';
import type { Draft } from './frame/draft.ts';
import { confidenceOf, isReached } from './frame/goal.ts';
import { typo, typoKinds, type TypoKind } from './candidates/typos.ts';
import { scorings, wordScores, type Scoring } from './scores/word-scores.ts';

export interface DeepWordBugOptions {
  /** How words are scored: by the loss of one, by what comes with it from the start or from the end, or both. @defaultValue 'combined' */
  readonly scoring: Scoring;
  /** Weight of the score from the end in the combined one, λ. @defaultValue 1 */
  readonly tailWeight: number;
  /** Typos to try per word, one variant of each; the variant that lowers the probability of the label most is taken. @defaultValue ['homoglyph'] */
  readonly typos: readonly TypoKind[];
  /** Never change stop words of English. @defaultValue false */
  readonly keepStopWords: boolean;
}

const kindsLimit: Limit = {
  expected: `a list of different typos, at least one of ${typoKinds.join(', ')}`,
  holds: (value) =>
    isList(value) &&
    value.length > 0 &&
    new Set(Array.from(value)).size === value.length &&
    Array.from(value).every((kind) => typoKinds.includes(kind as TypoKind)),
};

/**
 * DeepWordBug: makes a typo in the most important words, one word after another.
 *
 * Words are ranked by their score, highest first; of equal scores the word that comes first. Each gets one typo at a random place, on top
 * of the ones before, until another class is predicted or epsilon is reached. A typo that would exceed epsilon is left out, and later
 * words still get theirs. Norm: edits of characters over the text (Levenshtein); the paper allows 30.
 *
 * Deviations: stops at the first text that breaks. The authors' code makes all typos at once and asks once.
 * @see Gao et al. 2018, arXiv:1801.04354, algorithm 1
 */
export const deepWordBug = defineTextAttack<DeepWordBugOptions>({
  name: 'deepWordBug',
  norm: 'edits',
  defaults: { scoring: 'combined', tailWeight: 1, typos: ['homoglyph'], keepStopWords: false },
  limits: { scoring: oneOf(...scorings), tailWeight: notNegative, typos: kindsLimit },
  constraints: (options) => [changeOnce, ...(options.keepStopWords ? [keepStopWords] : [])],
  search: function* search(text, { scoring, tailWeight, typos }) {
    let { draft } = text;
    if (draft.words.length === 0) return draft;
    const scores = wordScores(text, scoring, tailWeight);
    const ranked = rankedBy(scores.of(yield scores.texts));
    for (const at of ranked) {
      const variants = variantsOf(text, draft, at, typos);
      if (variants.length === 0) continue;
      const answers = yield variants.map((variant) => variant.text);
      const best = leastConfident(text, answers);
      draft = variants[best];
      if (isReached(text, answers[best])) break;
    }
    return draft;
  },
});

/** Positions from the highest score on; of equal scores the first position comes first. */
const rankedBy = (scores: readonly number[]): number[] =>
  [...scores.keys()].toSorted((a, b) => scores[b] - scores[a] || a - b);

/** The draft with one typo of each kind in a word, where the constraints allow it. */
function variantsOf(
  { random }: TextUnderAttack<unknown>,
  draft: Draft,
  at: number,
  typos: readonly TypoKind[],
): Draft[] {
  const words = typos.map((kind) => typo(kind, draft.words[at], random.fork(kind, at)));
  return [...new Set(words)].flatMap((word) => (word === undefined ? [] : (draft.changed(at, word) ?? [])));
}

function leastConfident(text: TextUnderAttack<unknown>, answers: readonly Prediction[]): number {
  const confidences = answers.map((answer) => confidenceOf(text, answer));
  return confidences.indexOf(Math.min(...confidences));
}
