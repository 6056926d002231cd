import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { subset } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { cleverScore, type CleverOptions, type CleverScores } from '../../src/evaluation/index.ts';
import { mean } from '../../src/statistics/index.ts';
import { figures } from './agreement.ts';
import golden from './golden/clever.json' with { type: 'json' };
import { readMinimalReferences, type MinimalReference } from './minimal-golden.ts';

// golden/clever.json: python -P specs/reference/generators/clever.py

let references: MinimalReference[];
beforeAll(async () => {
  await startEngine();
  references = readMinimalReferences(fileURLToPath(new URL('golden', import.meta.url)));
});

describe(`cleverScore agrees with adversarial-robustness-toolbox ${golden.art}`, () => {
  test.each(golden.results)(
    '$network, $sampling.norm, $sampling.poolFactor × $sampling.samples points',
    async ({ network, sampling, positions, scores, guarded }) => {
      const { classifier, split } = references.find((reference) => reference.network === network) as MinimalReference;
      const options = sampling as CleverOptions;
      const inputs = subset(split, positions);
      const runs: Float64Array[] = [];
      for (const seed of [1, 2]) {
        const { scores: scored } = await cleverScore(classifier, inputs, { ...options, seed, keepScores: true });
        runs.push((scored as CleverScores).values);
      }
      const ours = (item: number): number => mean(runs.map((values) => values[item]));
      const items = positions.map((_, item) => item);

      // collapsed fits count with the largest gradient, as in cleverScore
      const theirs = (item: number): number => mean(scores.map((row, seed) => row[item] ?? guarded[seed][item]));
      const ratio = mean(items.map(ours)) / mean(items.map(theirs));
      // the mean over the seeds in which the fit of ART did not collapse
      const fitted = (item: number): number[] => scores.flatMap((row) => row[item] ?? []);
      const kept = items.filter((item) => fitted(item).length > 0);
      const uncollapsed = mean(kept.map(ours)) / mean(kept.map((item) => mean(fitted(item))));
      expect(kept.length).toBeGreaterThan(positions.length / 2);
      const uncollapsedShare = scores.flat().filter((score) => score !== null).length / scores.flat().length;

      const said = figures(
        `${network} ${JSON.stringify(sampling)}: ${ratio} of ART's score; ${uncollapsed} for the share ${uncollapsedShare} of its fits that did not collapse`,
      );
      expect(Math.abs(ratio - 1), said).toBeLessThan(0.05);
      expect(Math.abs(uncollapsed - 1), said).toBeLessThan(0.1);
    },
  );
});
