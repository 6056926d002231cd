import { expect, test } from 'vitest';
import { wordsOf } from '../../../src/text/index.ts';

test('keeps apostrophes, digits and letters of any script, and lower-cases words', () => {
  expect(wordsOf('Don’t STOP – 3.5% für ’em! Ὀδυσσεύς')).toEqual(['don’t', 'stop', '3', '5', 'für', 'em', 'ὀδυσσεύς']);
});

test('splits scripts without spaces by letters, each with its marks', () => {
  expect(wordsOf('我爱 Node.js，2个')).toEqual(['我', '爱', 'node', 'js', '2', '个']);
  expect(wordsOf('スーパー、だ')).toEqual(['ス', 'ー', 'パ', 'ー', 'だ']);
  expect(wordsOf('ที่นี่')).toEqual(['ที่', 'นี่']);
  expect(wordsOf('naïve 我 don’t')).toEqual(['naïve', '我', 'don’t']);
});

test('stops after the most words, and starts anew with the next text', () => {
  expect(wordsOf('a b c d', 2)).toEqual(['a', 'b']);
  expect(wordsOf('a b c d', 2)).toEqual(['a', 'b']);
  expect(wordsOf('我爱你', 2)).toEqual(['我', '爱']);
  expect(wordsOf('a', 2)).toEqual(['a']);
});

test.each(['', '   ', '?!… – “”', '🙂'])('finds no word in %j', (text) => {
  expect(wordsOf(text)).toEqual([]);
  expect(wordsOf(text, 3)).toEqual([]);
});
