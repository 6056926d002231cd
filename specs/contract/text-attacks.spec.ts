import { describe, expect, test } from 'vitest';
import { editDistance } from '../../src/text/edit-distance.ts';
import { wordSpansOf } from '../../src/text/word-spans.ts';
import type { TextAttack, TextAttackResult } from '../../src/attacks/words/contract.ts';
import { deepWordBug } from '../../src/attacks/words/deep-word-bug.ts';
import { pwws } from '../../src/attacks/words/pwws.ts';
import { typoKinds } from '../../src/attacks/words/candidates/typos.ts';
import { scorings } from '../../src/attacks/words/scores/word-scores.ts';
import { opinions, reviews, synonyms } from '../unit/attacks/words/sample.ts';

const attacks: readonly (readonly [name: string, attack: TextAttack])[] = [
  ['pwws', pwws.with({ synonyms })],
  ['pwws with gains only', pwws.with({ synonyms, onlyGains: true, keepStopWords: true })],
  ...scorings.map((scoring) => [`deepWordBug by ${scoring}`, deepWordBug.with({ scoring })] as const),
  ...typoKinds.map((kind) => [`deepWordBug with ${kind}`, deepWordBug.with({ typos: [kind] })] as const),
  ['deepWordBug with all typos', deepWordBug.with({ typos: typoKinds, keepStopWords: true })],
];

const small = { words: 0.25, edits: 2 } as const;

describe.each(attacks)('%s', (_, attack) => {
  const run = (epsilon: number, seed = 1): Promise<TextAttackResult> =>
    attack.run(opinions(), reviews, { epsilon, seed });

  test('finds the same texts with the same seed', async () => {
    const epsilon = small[attack.norm];
    expect(await run(epsilon, 3)).toEqual(await run(epsilon, 3));
  });

  test('changes nothing at epsilon 0, and only asks about clean texts', async () => {
    const { adversarial, broken, queries, correct, predicted } = await run(0);
    expect(adversarial).toEqual(reviews.texts);
    expect(broken.some(Boolean)).toBe(false);
    expect([...queries]).toEqual(reviews.texts.map(() => 1));
    predicted.forEach((label, at) => expect(label === reviews.labels[at]).toBe(correct[at] === 1));
  });

  test.each([small[attack.norm], attack.norm === 'words' ? 1 : 30])('changes at most %f', async (epsilon) => {
    const { adversarial, changes, distances, broken } = await run(epsilon);
    adversarial.forEach((text, at) => {
      const [before, after] = [wordSpansOf(reviews.texts[at]), wordSpansOf(text)];
      const changed = before.words.filter((word, i) => word !== after.words[i]).length;
      const size = attack.norm === 'words' ? changed / before.words.length || 0 : editDistance(reviews.texts[at], text);
      expect(size).toBeLessThanOrEqual(epsilon + 1e-9);
      expect(changes[at]).toHaveLength(changed);
      expect(after.gaps).toEqual(before.gaps);
      if (broken[at]) expect(distances[at]).toBeCloseTo(size, 12);
    });
  });

  test('succeeds only where predicting again confirms it', async () => {
    const { adversarial, broken, predicted, correct } = await run(attack.norm === 'words' ? 1 : 30);
    const answers = (await opinions().predict(adversarial)) as number[][];
    answers.forEach(([first, second], at) => {
      expect(predicted[at]).toBe(Number(second > first));
      expect(Boolean(broken[at])).toBe(Boolean(correct[at]) && predicted[at] !== reviews.labels[at]);
    });
    expect(broken.some(Boolean)).toBe(true);
  });

  test('breaks no fewer texts with a larger epsilon', async () => {
    const [less, more] = [await run(small[attack.norm]), await run(attack.norm === 'words' ? 1 : 30)];
    less.broken.forEach((flag, at) => expect(more.broken[at]).toBeGreaterThanOrEqual(flag));
  });

  test('leaves the texts that it was given alone', async () => {
    const given = structuredClone(reviews);
    await attack.run(opinions(), given, { epsilon: small[attack.norm], seed: 1 });
    expect(given).toEqual(reviews);
  });
});
