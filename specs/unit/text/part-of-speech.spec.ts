import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { loadTagger, partOfSpeechOf } from '../../../src/text/part-of-speech.ts';
import { isStopWord } from '../../../src/text/stop-words.ts';

const isInstalled = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve('wink-pos-tagger');
    return true;
  } catch {
    return false;
  }
})();

test.each([
  ['NN', 'noun'],
  ['NNPS', 'noun'],
  ['VBG', 'verb'],
  ['JJR', 'adjective'],
  ['RB', 'adverb'],
  ['RP', 'other'],
  ['MD', 'other'],
  ['', 'other'],
])('the tag %j is a %s', (tag, partOfSpeech) => {
  expect(partOfSpeechOf(tag)).toBe(partOfSpeech);
});

test.skipIf(isInstalled)('says how to install the tagger', async () => {
  await expect(loadTagger('pwws', 'Or write something else.')).rejects.toMatchObject({
    code: 'DNN_INVALID_OPTION',
    message: expect.stringMatching(
      /^pwws: wink-pos-tagger is not installed\.\nExpected .*\nRun npm i -D wink-pos-tagger\. Or write something else\.$/,
    ) as string,
  });
});

test.runIf(isInstalled)('tags words in their context', async () => {
  const tagger = await loadTagger('pwws', '');
  expect(tagger(['he', 'is', 'trying', 'to', 'fish', 'for', 'fish'])).toEqual([
    ...['other', 'verb', 'verb', 'other', 'verb', 'other', 'noun'],
  ]);
  expect(tagger([])).toEqual([]);
});

test('knows stop words in any case and with either apostrophe', () => {
  expect(['The', 'DON’T', "it's", 'film', ''].map(isStopWord)).toEqual([true, true, true, false, false]);
});
