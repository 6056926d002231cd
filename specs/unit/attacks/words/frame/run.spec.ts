import { describe, expect, test } from 'vitest';
import type { Search, TextAttackOptions, TextUnderAttack } from '../../../../../src/attacks/words/contract.ts';
import type { TextPredictor } from '../../../../../src/models/contract.ts';
import { defineTextAttack } from '../../../../../src/attacks/words/define.ts';
import { pwws } from '../../../../../src/attacks/words/pwws.ts';
import { PredictionError } from '../../../../../src/errors.ts';
import { opinions, reviews, synonyms } from '../sample.ts';

const attack = pwws.with({ synonyms });
const run = (options: Partial<TextAttackOptions> = {}, model: TextPredictor = opinions()) =>
  attack.run(model, reviews, { epsilon: 1, seed: 1, ...options });

test('skips texts that are misclassified, and says which searches could do nothing', async () => {
  const { correct, stoppedBy, broken, queries, distances, brokenBy } = await run();
  expect([...correct]).toEqual([1, 1, 1, 1, 1, 1, 0, 1]);
  expect(stoppedBy[4]).toBe('no words');
  expect([...queries].filter((count) => count === 1)).toHaveLength(3); // misclassified, no words, no synonyms
  broken.forEach((flag, at) => expect(brokenBy[at]).toBe(flag ? 'pwws' : null));
  expect(distances[6]).toBe(0);
  expect(distances[7]).toBe(Infinity);
});

test('asks about the texts of all searches together', async () => {
  const model = opinions();
  const { predictedTexts } = await run({}, model);
  expect(model.calls.flat()).toHaveLength(predictedTexts);
  expect(model.calls.length).toBeLessThan(8);
});

test('counts the same queries whatever the batches', async () => {
  const [small, large] = [await run({ batchSize: 1 }), await run({ batchSize: 1000 })];
  expect(small).toEqual(large);
});

test('attacks some of the texts, with the same result', async () => {
  const [all, some] = [await run(), await run({ items: [3, 0] })];
  for (const at of [3, 0]) {
    expect(some.adversarial[at]).toBe(all.adversarial[at]);
    expect(some.queries[at]).toBe(all.queries[at]);
  }
  expect(some.queries[1]).toBe(0);
});

test('ends a search at the limit of queries', async () => {
  const { stoppedBy, queries, broken, adversarial } = await attack
    .with({ queryLimit: 10 })
    .run(opinions(), reviews, { epsilon: 1, seed: 1 });
  expect(stoppedBy[3]).toBe('query limit');
  expect(Math.max(...queries)).toBeLessThanOrEqual(10);
  expect(broken[3]).toBe(0);
  expect(adversarial[3]).toBe(reviews.texts[3]);
});

test('keeps what is measured when the predictor fails', async () => {
  const model = opinions();
  let calls = 0;
  const failing: TextPredictor = {
    predict: (texts) => {
      if (++calls > 6) throw new Error('the service is gone');
      return model.predict(texts);
    },
  };
  const error: unknown = await run({ batchSize: 8 }, failing).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PredictionError);
  const { message, measured } = error as PredictionError;
  expect(message).toMatch(/the service is gone[^]*Before that, \d of 7 correctly classified texts were broken/);
  expect((measured as { correct: Uint8Array }).correct).toHaveLength(8);
});

describe('a wrong attack', () => {
  const define = (search: (text: TextUnderAttack<undefined>) => Search) =>
    defineTextAttack({ name: 'wrong', norm: 'words', defaults: {}, prepare: () => undefined, search });

  test('does not succeed with a text outside of epsilon', async () => {
    // oxlint-disable-next-line require-yield -- it asks nothing
    const greedy = define(function* search({ draft }) {
      return draft.words.reduce((all, _, at) => all.with(at, 'awful'), draft);
    });
    const { broken, adversarial } = await greedy.run(opinions(), reviews, { epsilon: 0.2, seed: 1 });
    expect([...broken]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(adversarial).toEqual(reviews.texts);
  });

  test('does not succeed with a text that the model gets right', async () => {
    // oxlint-disable-next-line require-yield -- it asks nothing
    const idle = define(function* search({ draft }) {
      return draft.words.length > 0 ? draft.with(0, 'superb') : draft;
    });
    const { broken } = await idle.run(opinions(), { texts: ['good'], labels: [1] }, { epsilon: 1, seed: 1 });
    expect([...broken]).toEqual([0]);
  });
});

test('does not believe an answer that is not repeated', async () => {
  const asked = new Map<string, number>();
  const fickle: TextPredictor = {
    predict: (texts) =>
      texts.map((text) => {
        asked.set(text, (asked.get(text) ?? 0) + 1);
        return text.includes('movie') && asked.get(text) === 1 ? [0.9, 0.1] : [0.1, 0.9];
      }),
  };
  const { broken } = await attack.run(fickle, { texts: ['a film'], labels: [1] }, { epsilon: 1, seed: 1 });
  expect([...broken]).toEqual([0]);
});

describe('refuses', () => {
  test('no queries', () => {
    expect(() => pwws.with({ queryLimit: 0 })).toThrow(
      'pwws: queryLimit is 0.\nExpected an integer of at least 1, or null for no limit.',
    );
  });

  test('a search that asks about no texts, or ends without a draft', async () => {
    const searching = (search: () => Generator) =>
      defineTextAttack({ name: 'own', norm: 'words', defaults: {}, search: search as unknown as () => Search });
    const asking = searching(function* () {
      yield 3;
    });
    const ending = searching(function* () {
      yield [];
      return 'text';
    });
    await expect(asking.run(opinions(), reviews, { epsilon: 1, seed: 1 })).rejects.toThrow(
      'own: its search asks about 3.\nExpected a list of texts.',
    );
    await expect(ending.run(opinions(), reviews, { epsilon: 1, seed: 1 })).rejects.toThrow(
      "own: its search ends with 'text'.\nExpected a draft",
    );
  });

  test.each([
    ['a percentage', { epsilon: 20 }, 'pwws: epsilon is 20.\nExpected a share from 0 to 1.'],
    ['a position that no text has', { items: [8] }, 'pwws: items has 8.\nExpected positions from 0 to 7.'],
  ])('%s', async (_, options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });

  test.each([
    ['no texts', [], [], 'pwws: the texts are [].\nExpected a list of at least one text.'],
    ['a number for a text', ['good', 3], [1, 1], 'pwws: text 1 is 3.\nExpected a string.'],
    ['too few labels', ['good', 'bad'], [1], 'pwws: there are 1 labels for 2 texts.'],
    ['a class that the model has not', ['good'], [2], 'pwws: label 0 is 2.\nExpected a class from 0 to 1.'],
  ])('%s', async (_, texts, labels, message) => {
    const given = { texts: texts as string[], labels };
    await expect(attack.run(opinions(), given, { epsilon: 1, seed: 1 })).rejects.toThrow(message);
  });

  test('what cannot predict', async () => {
    const model = { name: 'x' } as unknown as TextPredictor;
    await expect(run({}, model)).rejects.toThrow(
      /^pwws: the model is { name: 'x' }.\nExpected a classifier of texts, or an object with predict\(texts\)/,
    );
  });
});
