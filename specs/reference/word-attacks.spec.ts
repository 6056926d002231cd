import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { changeOnce } from '../../src/attacks/words/frame/constraints.ts';
import type { TextUnderAttack } from '../../src/attacks/words/contract.ts';
import { deepWordBug } from '../../src/attacks/words/deep-word-bug.ts';
import { Draft } from '../../src/attacks/words/frame/draft.ts';
import { Oracle } from '../../src/attacks/words/frame/oracle.ts';
import { pwwsSearch, substitutions } from '../../src/attacks/words/pwws.ts';
import { runTextAttack } from '../../src/attacks/words/frame/run.ts';
import { saliencies, textsWithout } from '../../src/attacks/words/scores/saliency.ts';
import { wordNetCandidates, type Candidates } from '../../src/attacks/words/candidates/synonyms.ts';
import { wordScores, type Scoring } from '../../src/attacks/words/scores/word-scores.ts';
import { createRandom } from '../../src/random/index.ts';
import type { PartOfSpeech } from '../../src/text/part-of-speech.ts';
import { wordSpansOf } from '../../src/text/word-spans.ts';
import { WordNet } from '../../src/text/wordnet/wordnet.ts';
import { bagOfWords } from './bag-of-words.ts';
import golden from './golden/word-attacks.json' with { type: 'json' };

// golden/word-attacks.json: python -P specs/reference/generators/word-attacks.py --wordnet FOLDER

const wordNet = new WordNet(fileURLToPath(new URL('golden/wordnet-excerpt', import.meta.url)));
const tagNames: Readonly<Record<string, PartOfSpeech>> = { n: 'noun', v: 'verb', a: 'adjective', r: 'adverb' };
const texts = { texts: golden.texts.map(({ text }) => text), labels: golden.texts.map(({ label }) => label) };

/** The tags of the texts, by their words. */
const tags = new Map(
  golden.texts.map((entry) => [
    wordSpansOf(entry.text).words.join(' '),
    entry.tags.map((tag): PartOfSpeech => tagNames[tag] ?? 'other'),
  ]),
);
const inContext = wordNetCandidates(wordNet, (words) => tags.get(words.join(' ')) as PartOfSpeech[]);
const inAnyClass = wordNetCandidates(wordNet);

const runs = [
  ['context', inContext, { onlyGains: false, epsilon: 1 }],
  ['any', inAnyClass, { onlyGains: false, epsilon: 1 }],
  ['onlyGains', inContext, { onlyGains: true, epsilon: 1 }],
  ['share', inContext, { onlyGains: false, epsilon: 0.2 }],
] as const;

async function underAttack(
  entry: (typeof golden.texts)[number],
  candidatesOf: Candidates,
): Promise<TextUnderAttack<{ readonly candidatesOf: Candidates }>> {
  const [[clean]] = await new Oracle(bagOfWords, 128).predict([entry.text]);
  return {
    draft: new Draft(wordSpansOf(entry.text), [changeOnce]),
    ...{ label: entry.label, clean, classes: golden.output.length, unknownWord: golden.unknownWord },
    ...{ random: createRandom(1), prepared: { candidatesOf } },
  };
}

const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5) as number);

describe('PWWS, compared with the paper in Python and the synonyms of NLTK', () => {
  test.each(golden.texts)('probabilities and saliencies: $text', async (entry) => {
    const text = await underAttack(entry, inContext);
    expect([...text.clean.probabilities]).toEqual(closeTo(entry.clean));
    const [without] = await new Oracle(bagOfWords, 128).predict(textsWithout(text));
    expect(saliencies(text, without)).toEqual(closeTo(entry.context.saliency));
  });

  test.each(runs.slice(0, 2).flatMap(([run, candidates]) => golden.texts.map((entry) => ({ run, candidates, entry }))))(
    '$run: candidates, their probabilities, H and the order: $entry.text',
    async ({ run, candidates, entry }) => {
      const text = await underAttack(entry, candidates);
      const { words } = text.draft;
      const reference = entry[run].candidates as [word: string, probability: number][][];
      expect(candidates(words)).toEqual(reference.map((options) => options.map(([word]) => word)));
      const oracle = new Oracle(bagOfWords, 128);
      const trials = reference.flatMap((options, at) => options.map(([word]) => text.draft.with(at, word).text));
      const [answers] = await oracle.predict(trials);
      expect(answers.map((answer) => answer.probabilities[entry.label])).toEqual(
        closeTo(reference.flatMap((options) => options.map(([, probability]) => probability))),
      );

      const search = substitutions(text);
      let step = search.next();
      while (!step.done) step = search.next((await oracle.predict(step.value))[0]);
      expect(step.value.map(({ at, word, rank }) => [at, word, rank])).toEqual(
        entry[run].order.map(([at, word, rank]) => [at, word, expect.closeTo(rank as number, 5) as number]),
      );
    },
  );

  test.each(runs)('%s: steps, adversarial texts and success', async (run, candidatesOf, { onlyGains, epsilon }) => {
    const attack = {
      ...({
        name: 'pwws',
        norm: 'words',
        queryLimit: null,
        prepare: () => ({ candidatesOf }),
        constraints: () => [changeOnce],
      } as const),
      search: (text: TextUnderAttack<{ readonly candidatesOf: Candidates }>) => pwwsSearch(text, { onlyGains }),
    };
    const result = await runTextAttack(attack, bagOfWords, texts, { epsilon, seed: 1 });
    golden.texts.forEach((entry, at) => {
      const isRight = entry.clean[entry.label] === Math.max(...entry.clean);
      expect(Boolean(result.correct[at])).toBe(isRight);
      const { steps, adversarial, broken } = entry[run];
      expect(result.adversarial[at]).toBe(isRight ? adversarial : entry.text);
      expect(Boolean(result.broken[at])).toBe(isRight && broken);
      const changes = result.changes[at].map(({ at: position, is }) => [position, is]);
      expect(changes).toEqual(isRight ? steps.map(([position, word]) => [position, word]) : []);
    });
    expect(result.correct.filter((flag) => !flag)).toHaveLength(1);
  });
});

describe('DeepWordBug, compared with the paper in Python', () => {
  const scorings = ['replaceOne', 'temporalHead', 'temporalTail', 'combined'] as const satisfies readonly Scoring[];

  test.each(scorings.flatMap((scoring) => golden.texts.map((entry) => ({ scoring, entry }))))(
    '$scoring: $entry.text',
    async ({ scoring, entry }) => {
      const text = await underAttack(entry, inContext);
      const scores = wordScores(text, scoring, 0.5);
      const [answers] = await new Oracle(bagOfWords, 128).predict(scores.texts);
      expect(scores.of(answers)).toEqual(closeTo(entry.deepWordBug.scores[scoring]));
    },
  );

  test.each(scorings)('%s: the changed words and success', async (scoring) => {
    const attack = deepWordBug.with({ scoring, tailWeight: 0.5, typos: ['homoglyph'] });
    const { changes, broken, correct } = await attack.run(bagOfWords, texts, { epsilon: 3, seed: 1 });
    golden.texts.forEach((entry, at) => {
      if (!correct[at]) return;
      expect(changes[at].map(({ at: position }) => position)).toEqual(entry.deepWordBug.changed[scoring].positions);
      expect(Boolean(broken[at])).toBe(entry.deepWordBug.changed[scoring].broken);
    });
  });
});
