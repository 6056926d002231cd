import type { Random } from '../../../random/index.ts';

/** Small changes of a word that a reader hardly sees. */
export const typoKinds = ['homoglyph', 'swap', 'substitute', 'delete', 'insert'] as const;
export type TypoKind = (typeof typoKinds)[number];

/** Letters of other alphabets that look like those of the Latin one. All count as letters, so a word remains one word. */
const homoglyphs = new Map(
  Object.entries({
    ...{ a: 'а', b: 'Ь', c: 'с', d: 'ԁ', e: 'е', g: 'ɡ', h: 'һ', i: 'і', j: 'ј', k: 'κ', l: 'ⅼ', m: 'ⅿ', n: 'ո' },
    ...{ o: 'о', p: 'р', q: 'ԛ', r: 'г', s: 'ѕ', t: 'т', u: 'ս', v: 'ѵ', w: 'ԝ', x: 'х', y: 'у', z: 'ᴢ' },
    ...{ A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', I: 'І', J: 'Ј', K: 'К', M: 'М', N: 'Ν', O: 'О', P: 'Р', S: 'Ѕ' },
    ...{ T: 'Т', X: 'Х', Y: 'Ү', Z: 'Ζ' },
  }),
);

const alphabet = Array.from('abcdefghijklmnopqrstuvwxyz');

/**
 * A word with one typo at a random place.
 *
 * - `homoglyph`: a letter becomes one of another alphabet that looks alike
 * - `swap`: two neighbouring letters that differ change places (two edits)
 * - `substitute`: a letter becomes another one
 * - `delete`: a letter is left out
 * - `insert`: a letter is added
 *
 * @returns the changed word; undefined if the word has no place for it, such as a single letter for a swap
 */
export function typo(kind: TypoKind, word: string, random: Random): string | undefined {
  const letters = Array.from(word);
  return changes[kind](letters, random)?.join('');
}

const changes: Readonly<Record<TypoKind, (letters: string[], random: Random) => string[] | undefined>> = {
  homoglyph: (letters, random) => {
    const at = drawn(
      places(letters, (letter) => homoglyphs.has(letter)),
      random,
    );
    return at === undefined ? undefined : letters.with(at, homoglyphs.get(letters[at]) as string);
  },
  swap: (letters, random) => {
    const at = drawn(
      places(letters, (letter, i) => i + 1 < letters.length && letter !== letters[i + 1]),
      random,
    );
    return at === undefined ? undefined : letters.with(at, letters[at + 1]).with(at + 1, letters[at]);
  },
  substitute: (letters, random) => {
    const at = random.integer(letters.length);
    const others = alphabet.filter((letter) => letter !== letters[at].toLowerCase());
    return letters.with(at, likeCase(letters[at], others[random.integer(others.length)]));
  },
  delete: (letters, random) => (letters.length < 2 ? undefined : letters.toSpliced(random.integer(letters.length), 1)),
  insert: (letters, random) => {
    const at = random.integer(letters.length + 1);
    return letters.toSpliced(at, 0, likeCase(letters[at] ?? letters[at - 1], alphabet[random.integer(26)]));
  },
};

const places = (letters: readonly string[], isPlace: (letter: string, at: number) => boolean): number[] =>
  letters.flatMap((letter, at) => (isPlace(letter, at) ? [at] : []));

const drawn = (from: readonly number[], random: Random): number | undefined =>
  from.length === 0 ? undefined : from[random.integer(from.length)];

/** A letter in the case of its model. */
const likeCase = (model: string, letter: string): string =>
  model === model.toLowerCase() ? letter : letter.toUpperCase();
