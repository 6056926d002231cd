import type { AdversarialTexts } from '../../src/evaluation/index.ts';
import type { Classifier, Predictor } from '../../src/models/contract.ts';
import { questioner } from '../../src/models/answer.ts';
import { textSubject } from '../../src/models/text-predictor.ts';
import { mostExamples, type Example, type Examples } from '../../src/report/schemas/examples.ts';
import { changedParts, finalChanges, type Changes } from '../../src/report/changed-text.ts';
import { scoresOf, type NamedPrediction } from './prediction.ts';
import type { TestedModel } from './subject.ts';

/** Substitutions that are counted over all texts. */
const mostReplaced = 5;

/**
 * Collects some of the texts that an attack broke for the report, evenly spread over the split: their predictions, and their words with
 * those that changed.
 *
 * @returns undefined if no text broke
 */
export async function textExamplesOf(
  { classifier, split, dataset }: TestedModel<Classifier | Predictor>,
  { positions, adversarial, broken, changes }: AdversarialTexts,
): Promise<Examples | undefined> {
  const items = Array.from(broken.keys()).filter((item) => broken[item]);
  const count = Math.min(mostExamples, items.length);
  if (count === 0) return undefined;
  const chosen = Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]);
  const texts = split.texts as readonly string[];
  const nameOf = (label: number): string => dataset?.classNames[label] ?? String(label);
  const { model } = textSubject('The examples', classifier, split);
  const predicted = async (asked: readonly string[]): Promise<NamedPrediction[]> => {
    const ask = questioner({ predict: () => model.predict(asked) }, model.name ?? 'predictor');
    return scoresOf(await ask(new Float32Array(0), count), count).map(({ label, confidence }) => ({
      class: nameOf(label),
      confidence,
    }));
  };
  const before = await predicted(chosen.map((item) => texts[positions[item]]));
  const after = await predicted(chosen.map((item) => adversarial[item]));
  const replaced = replacedIn(items.map((item) => changes[item]));
  return {
    file: null,
    broken: items.length,
    items: chosen.map((item, i): Example => ({
      position: positions[item],
      label: nameOf(split.labels[positions[item]]),
      clean: before[i],
      adversarial: after[i],
      text: changedParts(texts[positions[item]], changes[item]),
    })),
    ...(replaced.length > 0 && { replaced }),
  };
}

/** The substitutions that are most frequent over all texts; those that occur once are left out. */
function replacedIn(all: readonly Changes[]): NonNullable<Examples['replaced']> {
  const counts = new Map<string, { readonly was: string; readonly is: string; texts: number }>();
  for (const changes of all) {
    const pairs = [...finalChanges(changes).values()].map(
      ({ was, is }) => [was.toLowerCase(), is.toLowerCase()] as const,
    );
    for (const [was, is] of new Map(pairs.map((pair) => [pair.join(' '), pair])).values()) {
      const known = counts.get(`${was} ${is}`) ?? { was, is, texts: 0 };
      known.texts++;
      counts.set(`${was} ${is}`, known);
    }
  }
  const ranked = [...counts.values()].filter(({ texts }) => texts > 1).toSorted((a, b) => b.texts - a.texts);
  return ranked.slice(0, mostReplaced);
}
