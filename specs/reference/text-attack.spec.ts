import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { keepStopWords } from '../../src/attacks/words/frame/constraints.ts';
import { deepWordBug } from '../../src/attacks/words/deep-word-bug.ts';
import { defineTextAttack } from '../../src/attacks/words/define.ts';
import type { Draft } from '../../src/attacks/words/frame/draft.ts';
import { saliencies, textsWithout } from '../../src/attacks/words/scores/saliency.ts';
import { wordSpansOf } from '../../src/text/word-spans.ts';
import { WordNet } from '../../src/text/wordnet/wordnet.ts';
import { figures } from './agreement.ts';
import { bagOfWords } from './bag-of-words.ts';
import golden from './golden/text-attack.json' with { type: 'json' };

// golden/text-attack.json: python -P specs/reference/generators/text-attack.py

const wordNet = new WordNet(fileURLToPath(new URL('golden/wordnet-excerpt', import.meta.url)));
const classes = ['noun', 'verb', 'adjective', 'adverb'] as const;

/** Single words that share a sense with a word in any part of speech; base forms are among them. */
const synonymsOf = (word: string): string[] =>
  [...new Set(classes.flatMap((each) => wordNet.synonyms(word, each)))].filter(
    (other) => other !== word && wordSpansOf(other).words[0] === other,
  );

/**
 * PWWS with the deviations of TextAttack 0.3.11: H = softmax(S) · (1 - P) with the softmax over words that are no stop words,
 * candidates of every part of speech that are asked about anew on the current text, and only changes that help.
 */
const likeTextAttack = defineTextAttack({
  name: 'pwws like TextAttack',
  norm: 'words',
  defaults: {},
  prepare: () => undefined,
  constraints: () => [keepStopWords],
  search: function* search(text) {
    const { draft: original, label, clean } = text;
    const trials = (draft: Draft, at: number): Draft[] =>
      synonymsOf(original.words[at]).flatMap((word) => draft.changed(at, word) ?? []);
    const open = [...original.words.keys()].filter((at) => original.mayChange(at));
    const without = saliencies(text, yield textsWithout(text));
    const ranked: { readonly at: number; readonly rank: number }[] = [];
    for (const at of open) {
      const drafts = trials(original, at);
      if (drafts.length === 0) continue;
      const answers = yield drafts.map((draft) => draft.text);
      const least = Math.min(...answers.map(({ probabilities }) => probabilities[label]));
      ranked.push({ at, rank: Math.exp(without[at]) * (1 - least) });
    }
    let [draft, last] = [original, clean];
    for (const { at } of ranked.toSorted((a, b) => b.rank - a.rank)) {
      const drafts = trials(draft, at);
      const answers = yield drafts.map((each) => each.text);
      const confidences = answers.map(({ probabilities }) => probabilities[label]);
      const best = confidences.indexOf(Math.min(...confidences));
      if (confidences[best] >= last.probabilities[label]) continue;
      [draft, last] = [drafts[best], answers[best]];
      if (last.label !== label) break;
    }
    return draft;
  },
});

/**
 * DeepWordBug with what the recipe fixes. It further leaves single letters alone and makes a typo only if it helps.
 */
const attacks = {
  pwws: [likeTextAttack, 1],
  deepWordBug: [
    deepWordBug.with({
      ...{ scoring: 'replaceOne', typos: ['swap', 'substitute', 'delete', 'insert'], keepStopWords: true },
    }),
    30,
  ],
} as const;

const meanOf = (values: Iterable<number>): number => {
  const all = Array.from(values);
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

test.each(['pwws', 'deepWordBug'] as const)('%s succeeds as often as the recipe of TextAttack', async (name) => {
  const [attack, epsilon] = attacks[name];
  const { texts, labels } = golden;
  const { broken, correct, queries } = await attack.run(bagOfWords, { texts, labels }, { epsilon, seed: 1 });
  expect(correct.every(Boolean)).toBe(true);
  const [ours, theirs] = [meanOf(broken), meanOf(golden[name].broken)];
  const error = Math.sqrt((ours * (1 - ours) + theirs * (1 - theirs)) / texts.length);
  const asked = `${meanOf(queries)} and ${meanOf(golden[name].queries)} queries per text`;
  const same = broken.filter((flag, at) => flag === golden[name].broken[at]).length;
  const said = figures(
    `${name}: ${ours}, of TextAttack ${theirs} ± ${error}; ${asked}; the same result on ${same} of ${texts.length} texts`,
  );
  expect(Math.abs(ours - theirs), said).toBeLessThanOrEqual(2 * error);
});
