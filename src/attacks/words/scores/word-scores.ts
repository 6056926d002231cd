import type { Prediction, TextUnderAttack } from '../contract.ts';
import { confidenceOf } from '../frame/goal.ts';
import { saliencies, textsWithout } from './saliency.ts';

/** How DeepWordBug scores words. */
export const scorings = ['replaceOne', 'temporalHead', 'temporalTail', 'combined'] as const;
export type Scoring = (typeof scorings)[number];

/** The texts that a scoring asks about, and the scores that follow from the answers. */
interface Scores {
  readonly texts: readonly string[];
  readonly of: (answers: readonly Prediction[]) => number[];
}

/**
 * The scores of all words of a text, [words]. F is the probability of the label.
 *
 *   replaceOne:    F(x) - F(x with w_i unknown)
 *   temporalHead:  F(w_1 … w_i) - F(w_1 … w_{i-1})
 *   temporalTail:  F(w_i … w_n) - F(w_{i+1} … w_n)
 *   combined:      temporalHead + λ · temporalTail
 *
 * Nothing read yet counts as F = 1 / classes, as in the code of the authors, so a model is never asked about an empty text.
 *
 * @param tailWeight - λ
 * @see Gao et al. 2018, arXiv:1801.04354, section III-A
 */
export function wordScores(text: TextUnderAttack<unknown>, scoring: Scoring, tailWeight: number): Scores {
  if (scoring === 'replaceOne') return withoutEach(text);
  if (scoring === 'temporalHead') return heads(text);
  if (scoring === 'temporalTail') return tails(text);
  const [head, tail] = [heads(text), tails(text)];
  const count = head.texts.length;
  return {
    texts: [...head.texts, ...tail.texts],
    of: (answers) => {
      const tailScores = tail.of(answers.slice(count));
      return head.of(answers.slice(0, count)).map((score, at) => score + tailWeight * tailScores[at]);
    },
  };
}

const withoutEach = (text: TextUnderAttack<unknown>): Scores => ({
  texts: textsWithout(text),
  of: (answers) => saliencies(text, answers),
});

const heads = (text: TextUnderAttack<unknown>): Scores => ({
  texts: text.draft.words.map((_, at) => text.draft.part(0, at + 1)),
  of: (answers) => {
    const read = answers.map((answer) => confidenceOf(text, answer));
    return read.map((confidence, at) => confidence - (at === 0 ? 1 / text.classes : read[at - 1]));
  },
});

const tails = (text: TextUnderAttack<unknown>): Scores => ({
  texts: text.draft.words.map((_, at) => text.draft.part(at, text.draft.words.length)),
  of: (answers) => {
    const left = answers.map((answer) => confidenceOf(text, answer));
    return left.map((confidence, at) => confidence - (at + 1 === left.length ? 1 / text.classes : left[at + 1]));
  },
});
