import { lexicons, neutral, type Lexicon, type PartOfSpeech } from './words.ts';

const partOfSlot: Readonly<Record<keyof Lexicon, PartOfSpeech>> = {
  agents: 'noun',
  things: 'noun',
  verbs: 'verb',
  adjectives: 'adjective',
};

/** The groups that hold a word, by word. */
const groupsOf = new Map<string, { readonly part: PartOfSpeech; readonly words: readonly string[] }[]>();

for (const lexicon of [...lexicons, neutral])
  for (const slot of Object.keys(partOfSlot) as (keyof Lexicon)[])
    for (const words of lexicon[slot])
      for (const word of words) groupsOf.set(word, [...(groupsOf.get(word) ?? []), { part: partOfSlot[slot], words }]);

/**
 * Returns the synonyms of a word of `headlines`: the other words of its groups, which every topic shares a meaning with. A headline
 * with a synonym in place of a word keeps its topic.
 *
 * @param part - part of speech of the word in its sentence; all of them by default
 * @returns distinct words, in the order of the table; none for a word that the table lacks
 */
export function headlineSynonyms(word: string, part?: PartOfSpeech): readonly string[] {
  const groups = (groupsOf.get(word) ?? []).filter((group) => part === undefined || group.part === part);
  return [...new Set(groups.flatMap(({ words }) => words))].filter((other) => other !== word);
}
