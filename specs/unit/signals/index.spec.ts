import { beforeAll, expect, test } from 'vitest';
import { computeSignals } from '../../../src/signals/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { viewOf } from './view.ts';

beforeAll(() => startEngine('wasm'));

test('are the outputs of the model for the pool, row by row, over several parts', async () => {
  const view = viewOf({ train: 3000, pool: 2500 });
  const { classifier, split, pool, labelled } = view;
  const seen: (number | undefined)[] = [];
  const progress = ({ done }: { done?: number }): number => seen.push(done);
  const signals = await computeSignals(
    { stage: {}, probabilities: {}, features: {}, labelledFeatures: {}, labels: {}, labelledPredictions: {} },
    { ...view, progress },
  );
  expect(signals).toEqual({
    size: 2500,
    stage: 2,
    probabilities: await classifier.probabilities(subset(split, pool)),
    features: await classifier.features(subset(split, pool)),
    labelledFeatures: await classifier.features(labelled),
    labels: labelled.labels,
    labelledPredictions: await classifier.predictions(labelled),
  });
  expect(seen).toEqual([512, 1024, 1536, 2048, 2500]); // one pass for probabilities and features
  classifier.dispose();
});

test('are absent unless requested', async () => {
  const view = viewOf();
  expect(await computeSignals({}, view)).toEqual({ size: 100 });
  view.classifier.dispose();
});
