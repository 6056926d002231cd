import { integerFrom, seedLimit } from '../options.ts';
import { createRandom, type Random } from '../random/index.ts';
import {
  resolveTextOptions,
  textDataset,
  type LabelledTexts,
  type TextDataset,
  type TextOptions,
} from './formats/text-dataset.ts';
import { drawHeadline } from './headline/draw-headline.ts';
import { topics } from './headline/words.ts';

export interface HeadlinesOptions extends TextOptions {
  /** Number of training texts. @defaultValue 4000 */
  readonly train?: number;
  /** Number of test texts. @defaultValue 1000 */
  readonly test?: number;
  /** Seed of all random draws. @defaultValue 0 */
  readonly seed?: number;
  /** Tokens per text; the longest headline has 12. @defaultValue 12 */
  readonly length?: number;
}

const most = 1_000_000;

const drawn = new Map<string, TextDataset>();

/**
 * Returns headlines drawn by code from a grammar: short texts of four equally frequent topics, business, science, sport and world.
 * A topic shows in some of the words, each of which is rare and has synonyms; other words are neutral or distract to another topic. No
 * download is needed. Few labels do not show most words, ten times as many do. Text i of a split does not depend on the number of texts.
 *
 * Inputs are token ids, as those of `tsv`.
 *
 * @throws InvalidOptionError on fewer than 4 texts
 */
export function headlines(changes: HeadlinesOptions = {}): TextDataset {
  const limits = { train: integerFrom(topics.length, most), test: integerFrom(topics.length, most), seed: seedLimit };
  const defaults = { train: 4000, test: 1000, seed: 0, length: 12 };
  const { options, tokenizer } = resolveTextOptions('headlines', defaults, changes, limits);
  const key = JSON.stringify(options);
  const cached = tokenizer ? undefined : drawn.get(key);
  if (cached) return cached;

  const random = createRandom(options.seed);
  const parts = {
    name: 'headlines',
    classNames: topics,
    train: draw(random.fork('headlines', 'train'), options.train),
    test: draw(random.fork('headlines', 'test'), options.test),
    source: { reader: 'headlines', options },
  };
  const dataset = textDataset(parts, options, tokenizer);
  if (!tokenizer) drawn.set(key, dataset);
  return dataset;
}

/** Draws `size` texts; each block of four contains every topic once, in random order. */
function draw(random: Random, size: number): LabelledTexts {
  const labels = new Int32Array(size);
  const texts = Array.from(labels, (_, i) => {
    const first = i - (i % topics.length);
    labels[i] = random.fork('order', first).sample(topics.length, topics.length)[i - first];
    return drawHeadline(labels[i], random.fork('headline', i));
  });
  return { texts, labels };
}
