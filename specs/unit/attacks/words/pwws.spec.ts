import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pwws } from '../../../../src/attacks/words/pwws.ts';
import { loadCandidates } from '../../../../src/attacks/words/candidates/synonyms.ts';
import { opinions, reviews, synonyms } from './sample.ts';

const settings = { epsilon: 1, seed: 1 };

test('takes the synonym that lowers the probability of the label most', async () => {
  const { changes, broken } = await pwws
    .with({ synonyms })
    .run(opinions(), { texts: ['Good film'], labels: [1] }, settings);
  expect(changes[0]).toEqual([{ at: 0, was: 'Good', is: 'Poor' }]);
  expect([...broken]).toEqual([1]);
});

test('makes a substitution that helps the label, and not with onlyGains', async () => {
  const table = { synonyms: { good: ['superb'], fine: ['good'] } };
  const attacked = { texts: ['good'], labels: [1] };
  const paper = await pwws.with(table).run(opinions(), attacked, settings);
  expect(paper.adversarial).toEqual(['superb']);
  const strict = await pwws.with({ ...table, onlyGains: true }).run(opinions(), attacked, settings);
  expect(strict.adversarial).toEqual(['good']);
  expect([...paper.broken, ...strict.broken]).toEqual([0, 0]);
});

test('keeps stop words if asked to', async () => {
  const table = { synonyms: { the: ['awful'], good: ['fine'] } };
  const attacked = { texts: ['the good'], labels: [1] };
  const { changes } = await pwws.with({ ...table, keepStopWords: true }).run(opinions(), attacked, settings);
  expect(changes[0].map(({ was }) => was)).toEqual(['good']);
});

test('changes no more than the share of words', async () => {
  const { distances, broken } = await pwws.with({ synonyms }).run(opinions(), reviews, { epsilon: 0.25, seed: 1 });
  broken.forEach((flag, at) => flag && expect(distances[at]).toBeLessThanOrEqual(0.25));
});

test('writes candidates in the case of the word', async () => {
  const candidates = await loadCandidates('pwws', {
    synonyms,
    partOfSpeech: 'any',
    wordNetFolder: null,
    namedEntities: {},
  });
  expect(candidates(['GOOD', 'Film', 'fine', 'plot', 'constructor'])).toEqual([
    ['FINE', 'OKAY', 'POOR'],
    ['Movie', 'Picture'],
    ['fair', 'okay', 'dull'],
    [],
    [],
  ]);
});

test('reads WordNet from a folder, without phrases, base forms and the word itself', async () => {
  const wordNetFolder = join('specs', 'reference', 'golden', 'wordnet-excerpt');
  const candidates = await loadCandidates('pwws', {
    synonyms: 'wordnet',
    partOfSpeech: 'any',
    wordNetFolder,
    namedEntities: {},
  });
  const [prices, sums] = candidates(['Prices', 'sum']);
  expect(prices).toEqual(['Cost', 'Terms', 'Damage', 'Toll']);
  expect(sums).toContain('amount');
  expect(sums).not.toContain('sum of money');
});

test.each([
  [{ synonyms: 'thesaurus' }, /^pwws: synonyms is 'thesaurus'\.\nExpected 'wordnet', 'headlines', or a table/],
  [{ synonyms: { Film: ['movie'] } }, /^pwws: synonyms is/],
  [{ synonyms: { film: ['movie', 'movie'] } }, /^pwws: synonyms is/],
  [{ synonyms: { film: 'movie' } }, /^pwws: synonyms is/],
  [{ partOfSpeech: 'noun' }, /^pwws: partOfSpeech is 'noun'\.\nExpected one of 'context', 'any'\./],
  [{ steps: 3 }, /^pwws: there is no option "steps"\./],
])('refuses %j', (options, message) => {
  expect(() => pwws.with(options as never)).toThrow(message);
});

test('names its options as parameters', () => {
  expect(pwws.with({ synonyms }).parameters(0.2)).toMatchObject({ synonyms, onlyGains: false });
  expect(() => pwws.parameters(2)).toThrow('pwws: epsilon is 2.');
});

test('a named entity has the candidates of its own table only, as it is written', async () => {
  const options = {
    synonyms: { paris: ['plaster'], film: ['movie'] },
    partOfSpeech: 'any',
    wordNetFolder: null,
  } as const;
  const candidates = await loadCandidates('pwws', {
    ...options,
    namedEntities: { Paris: ['Berlin', 'Paris', 'Rome'] },
  });
  expect(candidates(['Paris', 'paris', 'film'])).toEqual([['Berlin', 'Rome'], ['plaster'], ['movie']]);
  expect(() => pwws.with({ namedEntities: { Paris: 'Berlin' } as never })).toThrow(
    /^pwws: namedEntities is .*\nExpected a table of words/,
  );
});
