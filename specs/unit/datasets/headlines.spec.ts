import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { headlines, headlineSynonyms, openDataset } from '../../../src/datasets/index.ts';
import { fingerprint, validateDataset } from '../../../src/splits/index.ts';

test('are four topics, 4,000 and 1,000 by default, with few texts in both splits', () => {
  const dataset = headlines();
  validateDataset(dataset);
  expect(dataset).toMatchObject({ name: 'headlines', kind: 'text' });
  expect(dataset.classNames).toEqual(['business', 'science', 'sport', 'world']);
  expect(dataset.train).toMatchObject({ size: 4000, itemShape: [12] });
  expect(dataset.test).toMatchObject({ size: 1000, itemShape: [12] });
  const seen = new Set(dataset.train.texts);
  expect(dataset.test.texts!.filter((text) => seen.has(text)).length).toBeLessThan(20);
  expect(Math.max(...dataset.train.texts!.map((text) => text.split(' ').length))).toBeLessThanOrEqual(12);
});

test('text i does not depend on the number of texts, and differs between seeds', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 40 }), (seed, a, b) => {
      const [few, many] = [headlines({ train: a, test: 4, seed }), headlines({ train: a + b, test: b, seed })];
      expect(many.train.texts!.slice(0, a)).toEqual(few.train.texts);
      expect(many.train.labels.slice(0, a)).toEqual(few.train.labels);
    }),
    { numRuns: 20 },
  );
  expect(headlines({ train: 40, seed: 3 }).train.texts).not.toEqual(headlines({ train: 40, seed: 4 }).train.texts);
});

test('each block of four contains every topic once', () => {
  const { train } = headlines({ train: 41, test: 4 });
  for (let start = 0; start < 40; start += 4) expect(new Set(train.labels.slice(start, start + 4)).size).toBe(4);
});

test('open again from their source, and take the options of texts', async () => {
  const dataset = headlines({ train: 20, test: 8, seed: 2, length: 6, padding: 'before' });
  expect(dataset.encoder).toMatchObject({ length: 6, padding: 'before' });
  const again = await openDataset(dataset.source!);
  expect(fingerprint(again.train)).toBe(fingerprint(dataset.train));
  expect(() => headlines({ train: 3 })).toThrow('headlines: train is 3.\nExpected an integer of at least 4.');
});

test('words of a topic have synonyms of the same part of speech, each in the vocabulary', () => {
  const { train, vocabulary } = headlines();
  expect(headlineSynonyms('company')).toEqual(['firm', 'corporation', 'enterprise']);
  expect(headlineSynonyms('trial')).toEqual(['experiment', 'test']);
  expect(headlineSynonyms('beaten', 'verb')).toEqual([]);
  expect(headlineSynonyms('constructor')).toEqual([]);
  const words = [...new Set(train.texts!.flatMap((text) => text.split(' ')))];
  const withSynonyms = words.filter((word) => headlineSynonyms(word).length > 0);
  expect(withSynonyms.length / words.length).toBeGreaterThan(0.85);
  for (const word of withSynonyms)
    for (const other of headlineSynonyms(word)) {
      expect(headlineSynonyms(other)).toContain(word);
      expect(vocabulary).toContain(other);
    }
});
