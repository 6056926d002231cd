import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { subset } from '../../src/datasets/split.ts';
import { startEngine } from '../../src/engine/index.ts';
import { cleverScore, type CleverOptions } from '../../src/evaluation/index.ts';
import { mean } from '../../src/statistics/index.ts';
import golden from './golden/clever.json' with { type: 'json' };
import { readMinimalReferences, type MinimalReference } from './minimal-golden.ts';

// golden/clever.json: python -P specs/reference/generators/clever.py

let references: MinimalReference[];
beforeAll(async () => {
  await startEngine();
  references = readMinimalReferences(fileURLToPath(new URL('golden', import.meta.url)));
});

describe(`adversarial-robustness-toolbox ${golden.art}`, () => {
  test.each(golden.results)(
    '$network, $sampling.norm, $sampling.poolFactor × $sampling.samples points',
    async ({ network, sampling, positions, scores }) => {
      const { classifier, split } = references.find((each) => each.network === network) as MinimalReference;
      // of every input the mean over the seeds in which its fit did not collapse there
      const kept = positions.flatMap((position, i) => {
        const own = scores.flatMap((seed) => seed[i] ?? []);
        return own.length > 0 ? [{ position, score: mean(own) }] : [];
      });
      expect(kept.length).toBeGreaterThan(positions.length / 2);
      const inputs = subset(
        split,
        kept.map(({ position }) => position),
      );
      const options = sampling as CleverOptions;
      const values: number[] = [];
      for (const seed of [1, 2]) values.push((await cleverScore(classifier, inputs, { ...options, seed })).value);
      const value = mean(values);
      const expected = mean(kept.map(({ score }) => score));
      const figures = `${network} ${JSON.stringify(sampling)}: ${value} here, ${expected} there, ratio ${value / expected}`;
      if (process.env.DNN_FIGURES) process.stdout.write(`${figures}\n`);
      expect(Math.abs(value / expected - 1), figures).toBeLessThan(0.1);
    },
  );
});
