import type { LabelledTexts, TextPredictor } from '../../../../src/models/contract.ts';
import { wordSpansOf } from '../../../../src/text/word-spans.ts';

/** How much each word says for class 1; a word that is not listed says nothing. */
const weights = new Map(
  Object.entries({
    awful: -2,
    bad: -1.5,
    dull: -1,
    slow: -0.5,
    fair: 0.5,
    fine: 1,
    good: 1.5,
    superb: 2,
    okay: 0.2,
    poor: -0.2,
  }),
);

/** A model that adds up what the words say, and counts what it is asked. It answers with a class 0 and a class 1. */
export function opinions(): TextPredictor & { readonly calls: string[][] } {
  const calls: string[][] = [];
  return {
    calls,
    name: 'opinions',
    predict: (texts) => {
      calls.push([...texts]);
      return texts.map((text) => {
        const { words } = wordSpansOf(text);
        const sum = words.reduce((total, word) => total + (weights.get(word.toLowerCase()) ?? 0), 0.01);
        const probability = 1 / (1 + Math.exp(-sum));
        return [1 - probability, probability];
      });
    },
  };
}

/** Synonyms of the words above, some of which change their opinion. */
export const synonyms = {
  good: ['fine', 'okay', 'poor'],
  superb: ['good', 'fair'],
  fine: ['fair', 'okay', 'dull'],
  bad: ['slow', 'poor', 'fair'],
  awful: ['bad', 'slow'],
  film: ['movie', 'picture'],
};

/** Texts with one that is misclassified, one that is long, one without words and one without synonyms. */
export const reviews: LabelledTexts = {
  texts: [
    'A good film, fine acting.',
    'An awful, bad film!',
    'good',
    'superb good fine film; a good one, and fine in the end',
    '…',
    'What a superb evening it was',
    'a bad film',
    'The plot is slow',
  ],
  labels: [1, 0, 1, 1, 1, 1, 1, 0],
};
