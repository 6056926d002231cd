import { describe, expect, test } from 'vitest';
import {
  atMostEdits,
  atMostShare,
  changedShare,
  changeOnce,
  editsOf,
  keepPartOfSpeech,
  keepStopWords,
} from '../../../../../src/attacks/words/frame/constraints.ts';
import { Draft, type Constraint } from '../../../../../src/attacks/words/frame/draft.ts';
import { wordSpansOf } from '../../../../../src/text/word-spans.ts';

const draftOf = (text: string, ...constraints: Constraint[]): Draft => new Draft(wordSpansOf(text), constraints);

test('replaces words and keeps what stands between them', () => {
  const draft = draftOf('A good, long film!').with(1, 'fine').with(3, 'movie');
  expect(draft.text).toBe('A fine, long movie!');
  expect(draft.changes).toEqual([
    { at: 1, was: 'good', is: 'fine' },
    { at: 3, was: 'film', is: 'movie' },
  ]);
  expect(changedShare(draft)).toBe(0.5);
  expect(draft.part(1, 3)).toBe('fine, long');
  expect(draft.part(0, 1)).toBe('A');
});

test('does not change itself, and a change to the same word is none', () => {
  const draft = draftOf('a film');
  draft.with(1, 'movie');
  expect(draft.text).toBe('a film');
  expect(draft.changed(1, 'film')).toBeUndefined();
});

describe('constraints', () => {
  test('stop words stay', () => {
    const draft = draftOf('The film', keepStopWords);
    expect(draft.changed(0, 'A')).toBeUndefined();
    expect(draft.changed(1, 'movie')?.text).toBe('The movie');
  });

  test('a word changes once', () => {
    const draft = draftOf('a film', changeOnce).changed(1, 'movie') as Draft;
    expect(draft.changed(1, 'picture')).toBeUndefined();
  });

  test.each([
    [0.2, 5, 1],
    [0.3, 10, 3],
    [0.7, 10, 7],
    [0.19, 5, 0],
    [1, 3, 3],
    [0, 4, 0],
  ])('a share of %f of %i words is %i words', (share, count, allowed) => {
    let draft = draftOf(Array.from({ length: count }, () => 'word').join(' '), atMostShare(share));
    for (let at = 0; at < count; at++) draft = draft.changed(at, 'other') ?? draft;
    expect(draft.changes).toHaveLength(allowed);
  });

  test('edits are counted over the text', () => {
    const draft = draftOf('a form of', atMostEdits(2)).changed(1, 'from') as Draft;
    expect(editsOf(draft)).toBe(2);
    expect(draft.changed(2, 'off')).toBeUndefined();
  });

  test('edits of a text can be fewer than those of its words', () => {
    const draft = draftOf('ab b', atMostEdits(2)).with(0, 'a').with(1, 'bb'); // 'ab b' → 'a bb'
    expect(editsOf(draft)).toBe(2);
    expect(draft.isAllowed()).toBe(true);
  });

  test('a word keeps its part of speech', () => {
    const tagged = keepPartOfSpeech((words) => words.map((word) => (word.endsWith('ly') ? 'adverb' : 'noun')));
    const draft = draftOf('sadly films', tagged);
    expect(draft.changed(0, 'sad')).toBeUndefined();
    expect(draft.changed(0, 'badly')?.text).toBe('badly films');
  });
});
