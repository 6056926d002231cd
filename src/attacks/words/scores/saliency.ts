import type { Prediction, TextUnderAttack } from '../contract.ts';
import { confidenceOf } from '../frame/goal.ts';

/** The texts in which each word in turn is replaced by one that the model does not know, [words]. */
export const textsWithout = ({ draft, unknownWord }: TextUnderAttack<unknown>): string[] =>
  draft.words.map((_, at) => draft.with(at, unknownWord).text);

/**
 * Saliency per word: how much the probability of the label falls if the model does not know the word.
 *
 *   S_i = P(y|x) - P(y|x with word i unknown)
 *
 * @param without - predictions of `textsWithout`
 * @see Ren et al. 2019, P19-1103, eq. 6; Gao et al. 2018, arXiv:1801.04354, replace-1
 */
export const saliencies = (text: TextUnderAttack<unknown>, without: readonly Prediction[]): number[] =>
  without.map((prediction) => confidenceOf(text, text.clean) - confidenceOf(text, prediction));
