import { flag, oneOf } from '../../options.ts';
import { loadTagger } from '../../text/part-of-speech.ts';
import { changeOnce, keepPartOfSpeech, keepStopWords } from './frame/constraints.ts';
import type { Prediction, Search, TextUnderAttack } from './contract.ts';
import { defineTextAttack } from './define.ts';
import type { Constraint } from './frame/draft.ts';
import { confidenceOf, isReached } from './frame/goal.ts';
import { saliencies, textsWithout } from './scores/saliency.ts';
import {
  loadCandidates,
  synonymsLimit,
  entitiesLimit,
  folderLimit,
  type Candidates,
  type SynonymOptions,
} from './candidates/synonyms.ts';

export interface PwwsOptions extends SynonymOptions {
  /**
   * Skip a substitution that does not lower the probability of the label at its turn. The paper makes it all the same.
   * @defaultValue false
   */
  readonly onlyGains: boolean;
  /** Never change stop words of English. @defaultValue false */
  readonly keepStopWords: boolean;
  /**
   * Use a synonym only if its part of speech in the changed text is that of the word. Needs the package wink-pos-tagger.
   * @defaultValue false
   */
  readonly keepPartOfSpeech: boolean;
}

/** What PWWS loads before it runs. */
interface Prepared {
  readonly candidatesOf: Candidates;
  readonly constraints: readonly Constraint[];
}

/** A substitution of a word, with its rank: substitutions are made from the highest rank on. */
interface Substitution {
  readonly at: number;
  readonly word: string;
  readonly rank: number;
}

/**
 * PWWS, probability weighted word saliency: replaces words by synonyms, first where the word matters and a synonym helps most.
 *
 *   w*_i = argmax P(y|x) - P(y|x with w_i → w'),   ΔP_i its maximum,   H_i = softmax(S)_i · ΔP_i
 *
 * S is the saliency of every word of the text. Substitutions are made in the order of falling H, each on top of the ones before,
 * until another class is predicted. Of equally good synonyms the first is taken, of equally ranked words the one that comes first.
 * Norm: the share of changed words.
 *
 * Deviations: named entities are those of the option `namedEntities`; without it there are none. A synonym that is a base form of the word does not count as one, and
 * neither does a phrase.
 * @see Ren et al. 2019, P19-1103, algorithm 1
 */
export const pwws = defineTextAttack<PwwsOptions, Prepared>({
  name: 'pwws',
  norm: 'words',
  defaults: {
    synonyms: 'wordnet',
    partOfSpeech: 'context',
    wordNetFolder: null,
    namedEntities: {},
    onlyGains: false,
    keepStopWords: false,
    keepPartOfSpeech: false,
  },
  limits: {
    synonyms: synonymsLimit,
    wordNetFolder: folderLimit,
    namedEntities: entitiesLimit,
    partOfSpeech: oneOf('context', 'any'),
    onlyGains: flag,
  },
  prepare: async (options) => ({
    candidatesOf: await loadCandidates('pwws', options),
    constraints: [
      changeOnce,
      ...(options.keepStopWords ? [keepStopWords] : []),
      ...(options.keepPartOfSpeech
        ? [keepPartOfSpeech(await loadTagger('pwws', 'Or leave keepPartOfSpeech out.'))]
        : []),
    ],
  }),
  constraints: (_, { constraints }) => constraints,
  search: pwwsSearch,
});

/** The search of PWWS: the substitutions in their order, until another class is predicted. */
export function* pwwsSearch(
  text: TextUnderAttack<Pick<Prepared, 'candidatesOf'>>,
  { onlyGains }: Pick<PwwsOptions, 'onlyGains'>,
): Search {
  let { draft, clean: last } = text;
  for (const { at, word } of yield* substitutions(text)) {
    const next = draft.changed(at, word);
    if (!next) continue;
    const [prediction] = yield [next.text];
    if (onlyGains && confidenceOf(text, prediction) >= confidenceOf(text, last)) continue;
    [draft, last] = [next, prediction];
    if (isReached(text, prediction)) break;
  }
  return draft;
}

/** The best substitution of each word that has candidates, in the order of falling H. */
export function* substitutions(
  text: TextUnderAttack<Pick<Prepared, 'candidatesOf'>>,
): Generator<readonly string[], readonly Substitution[], readonly Prediction[]> {
  const { draft, clean, prepared } = text;
  const trials = prepared
    .candidatesOf(draft.words)
    .flatMap((words, at) => words.flatMap((word) => ({ at, word, changed: draft.changed(at, word) })))
    .flatMap(({ at, word, changed }) => (changed ? [{ at, word, text: changed.text }] : []));
  if (trials.length === 0) return [];

  const without = textsWithout(text);
  const answers = yield [...without, ...trials.map((trial) => trial.text)];
  const weights = softmax(saliencies(text, answers.slice(0, without.length)));
  const best = new Map<number, { readonly word: string; readonly gain: number }>();
  trials.forEach(({ at, word }, i) => {
    const gain = confidenceOf(text, clean) - confidenceOf(text, answers[without.length + i]);
    if (gain > (best.get(at)?.gain ?? -Infinity)) best.set(at, { word, gain });
  });
  const ranked = [...best].map(([at, { word, gain }]) => ({ at, word, rank: weights[at] * gain }));
  return ranked.toSorted((a, b) => b.rank - a.rank || a.at - b.at);
}

function softmax(values: readonly number[]): number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
