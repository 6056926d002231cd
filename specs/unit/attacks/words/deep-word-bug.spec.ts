import { expect, test } from 'vitest';
import { deepWordBug } from '../../../../src/attacks/words/deep-word-bug.ts';
import { typoKinds } from '../../../../src/attacks/words/candidates/typos.ts';
import { scorings } from '../../../../src/attacks/words/scores/word-scores.ts';
import { opinions, reviews } from './sample.ts';

const good = { texts: ['the film was good'], labels: [1] };

test.each(scorings)('%s: changes the word that matters first', async (scoring) => {
  const { changes } = await deepWordBug.with({ scoring }).run(opinions(), good, { epsilon: 1, seed: 1 });
  expect(changes[0].map(({ was }) => was)).toEqual(['good']);
});

test.each(typoKinds)('%s: makes typos, each within the edits that are left', async (kind) => {
  const attack = deepWordBug.with({ typos: [kind] });
  const { distances, changes, broken } = await attack.run(opinions(), reviews, { epsilon: 3, seed: 1 });
  changes.forEach((changed) => expect(changed.length).toBeLessThanOrEqual(3));
  broken.forEach((flag, at) => flag && expect(distances[at]).toBeLessThanOrEqual(3));
  expect(changes.flat().length).toBeGreaterThan(0);
});

test('takes the typo that lowers the probability of the label most', async () => {
  const predict = (texts: readonly string[]) =>
    texts.map((text) => (text === 'good' ? [0.1, 0.9] : text.length > 4 ? [0.4, 0.6] : [0.3, 0.7]));
  const attack = deepWordBug.with({ typos: ['swap', 'delete', 'insert'] });
  const { adversarial, queries } = await attack.run(
    { predict },
    { texts: ['good'], labels: [1] },
    { epsilon: 2, seed: 1 },
  );
  expect(adversarial[0]).toHaveLength(5);
  expect(queries[0]).toBe(1 + 2 + 3); // clean, head and tail, variants
});

test('never asks about an empty text', async () => {
  const model = opinions();
  await deepWordBug.run(model, reviews, { epsilon: 30, seed: 1 });
  expect(model.calls.flat()).not.toContain('');
});

test.each([
  [{ scoring: 'tail' }, /^deepWordBug: scoring is 'tail'\.\nExpected one of/],
  [{ typos: [] }, /^deepWordBug: typos is \[\]\.\nExpected a list of different typos, at least one of homoglyph/],
  [{ typos: ['swap', 'swap'] }, /^deepWordBug: typos is/],
  [{ tailWeight: -1 }, /^deepWordBug: tailWeight is -1\./],
])('refuses %j', (options, message) => {
  expect(() => deepWordBug.with(options as never)).toThrow(message);
});

test('takes edits as epsilon', async () => {
  const run = deepWordBug.run(opinions(), good, { epsilon: 0.5, seed: 1 });
  await expect(run).rejects.toThrow('deepWordBug: epsilon is 0.5.\nExpected an integer of at least 0.');
});
