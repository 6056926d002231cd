import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseForms, type WordClass } from './morphology.ts';
import { findLine, lineAt } from './sorted-file.ts';

/** The files of a class: index.noun, data.noun, noun.exc. */
const endings: Readonly<Record<WordClass, string>> = { noun: 'noun', verb: 'verb', adjective: 'adj', adverb: 'adv' };

interface Files {
  readonly index: Buffer;
  readonly data: Buffer;
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

/**
 * The database of WordNet in a folder, as Princeton distributes it. The files of a class are read when it is first asked for, and
 * lines are found by their order, so nothing is parsed ahead.
 *
 * `synonyms` looks up the base forms of a word. Markers of adjectives, such as that of `afraid(p)`, are removed.
 * @see WordNet 3.0, wndb(5WN)
 */
export class WordNet {
  readonly #folder: string;
  readonly #files = new Map<WordClass, Files>();
  readonly #synonyms = new Map<string, readonly string[]>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The base forms of a word in a class; none if WordNet does not have it. */
  baseForms(word: string, wordClass: WordClass): string[] {
    const { index, exceptions } = this.#filesOf(wordClass);
    return baseForms(keyOf(word), wordClass, exceptions, (form) => findLine(index, form) !== undefined);
  }

  /**
   * The words that share a sense with a word, sense by sense from the most frequent on and in the order of the database, without
   * repetition. Phrases have spaces. The word itself and its base forms are among them.
   */
  synonyms(word: string, wordClass: WordClass): readonly string[] {
    const key = `${wordClass} ${keyOf(word)}`;
    const synonyms = this.#synonyms.get(key) ?? this.#read(word, wordClass);
    this.#synonyms.set(key, synonyms);
    return synonyms;
  }

  #read(word: string, wordClass: WordClass): string[] {
    const { index, data } = this.#filesOf(wordClass);
    const senses = this.baseForms(word, wordClass).flatMap((form) => sensesIn(findLine(index, form) as string));
    return [...new Set(senses.flatMap((offset) => wordsIn(lineAt(data, offset))))];
  }

  #filesOf(wordClass: WordClass): Files {
    const read = this.#files.get(wordClass);
    if (read) return read;
    const ending = endings[wordClass];
    const [index, data, exceptions] = [`index.${ending}`, `data.${ending}`, `${ending}.exc`].map((name) =>
      readFileSync(join(this.#folder, name)),
    );
    const files = { index, data, exceptions: exceptionsIn(exceptions) };
    this.#files.set(wordClass, files);
    return files;
  }
}

const keyOf = (word: string): string => word.toLowerCase().replaceAll(' ', '_');

/** Lines of a list of exceptions: a form and its base forms. */
function exceptionsIn(file: Buffer): Map<string, readonly string[]> {
  const lines = file.toString('latin1').split('\n').filter(Boolean);
  return new Map(lines.map((line) => line.trim().split(/\s+/)).map(([form, ...bases]) => [form, bases]));
}

/**
 * Offsets of the senses in a line of an index.
 *
 *   lemma pos senses pointers [pointer …] senses tagged offset [offset …]
 */
function sensesIn(line: string): number[] {
  const fields = line.trim().split(' ');
  return fields.slice(fields.length - Number(fields[2])).map(Number);
}

/**
 * Words of a sense in a line of the data.
 *
 *   offset file type words [word id …] …    (the number of words is hexadecimal)
 */
function wordsIn(line: string): string[] {
  const fields = line.split(' ', 4 + 2 * 255);
  const count = parseInt(fields[3], 16);
  return Array.from({ length: count }, (_, at) => fields[4 + 2 * at].replace(/\(\w+\)$/, '').replaceAll('_', ' '));
}
