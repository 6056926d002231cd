import { expect, test } from 'vitest';
import { computeSignals } from '../../../src/active-learning/signals.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { subset } from '../../../src/datasets/split.ts';
import { multilayerPerceptron } from '../../../src/models/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { clusters } from './clusters.ts';

test('are what the model says of the pool, row by row, also over several parts', async () => {
  await startEngine('wasm');
  const { train } = clusters({ train: 3000 });
  const classifier = multilayerPerceptron.with({ hidden: [5] })({ itemShape: [2], classes: 3, seed: 1 });
  const [pool, labelled] = [createRandom(1).sample(3000, 2500), Int32Array.of(4, 2)];
  const seen: (number | undefined)[] = [];
  const view = { classifier, split: train, pool, labelled, progress: ({ done }: { done?: number }) => seen.push(done) };
  const signals = await computeSignals(['probabilities', 'features', 'labelledFeatures'], view);
  expect(signals.size).toBe(2500);
  expect(signals.probabilities).toEqual(await classifier.probabilities(subset(train, pool)));
  expect(signals.features).toEqual(await classifier.features(subset(train, pool)));
  expect(signals.labelledFeatures).toEqual(await classifier.features(subset(train, labelled)));
  expect(seen).toEqual([2048, 2500, 2048, 2500, 2]);

  expect(Object.keys(await computeSignals([], view))).toEqual(['size']);
  classifier.dispose();
});
