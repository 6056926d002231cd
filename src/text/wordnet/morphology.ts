/** The classes of words that WordNet has. */
export type WordClass = 'noun' | 'verb' | 'adjective' | 'adverb';

/** Endings of inflected forms, each with the ending of the base form. */
type Detachments = readonly (readonly [ending: string, base: string])[];

const detachments: Readonly<Record<WordClass, Detachments>> = {
  noun: [
    ['s', ''],
    ['ses', 's'],
    ['ves', 'f'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['men', 'man'],
    ['ies', 'y'],
  ],
  verb: [
    ['s', ''],
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['ed', 'e'],
    ['ed', ''],
    ['ing', 'e'],
    ['ing', ''],
  ],
  adjective: [
    ['er', ''],
    ['est', ''],
    ['er', 'e'],
    ['est', 'e'],
  ],
  adverb: [],
};

/**
 * The base forms of a word that WordNet has, as its `morphy` finds them.
 *
 * A word on the list of exceptions has the base forms of that list, and itself. Any other word has itself and what the detachment of
 * one ending leaves; if WordNet has none of these, endings are detached again and again.
 *
 * @param word - in lower case, with underscores for spaces
 * @param exceptions - base forms of irregular forms
 * @param isLemma - whether WordNet has a base form in this class
 * @see WordNet 3.0, morphy(7WN); `_morphy` of NLTK 3.10, which this equals
 */
export function baseForms(
  word: string,
  wordClass: WordClass,
  exceptions: ReadonlyMap<string, readonly string[]>,
  isLemma: (form: string) => boolean,
): string[] {
  const known = (forms: readonly string[]): string[] => [...new Set(forms)].filter(isLemma);
  const detached = (forms: readonly string[]): string[] =>
    forms.flatMap((form) =>
      detachments[wordClass]
        .filter(([ending]) => form.endsWith(ending))
        .map(([ending, base]) => form.slice(0, form.length - ending.length) + base),
    );

  const irregular = exceptions.get(word);
  if (irregular) return known([word, ...irregular]);
  let forms = detached([word]);
  let bases = known([word, ...forms]);
  while (bases.length === 0 && forms.length > 0) {
    forms = detached(forms);
    bases = known(forms);
  }
  return bases;
}
