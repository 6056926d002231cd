import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWords, wordSpansOf } from '../../../src/text/word-spans.ts';

test('splits a text into words as they are written, and gaps', () => {
  expect(wordSpansOf("“Don't”, she said – twice.")).toEqual({
    words: ["Don't", 'she', 'said', 'twice'],
    gaps: ['“', '”, ', ' ', ' – ', '.'],
  });
});

test.each(['', ' ', '…'])('%j has no words', (text) => {
  expect(wordSpansOf(text)).toEqual({ words: [], gaps: [text] });
});

test('puts every text together again', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => joinWords(wordSpansOf(text)) === text));
});
