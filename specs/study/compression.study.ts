import { inject } from 'vitest';
import {
  acquisitionFunctions,
  activeLearning,
  leNet5,
  prune,
  pruneNeurons,
  quantize,
  standardTraining,
  subset,
  test as base,
  trained,
} from 'vitest-dnn';
import { studyData } from './data.ts';
import { studySettings } from './settings.ts';

const settings = studySettings();
const { initial, query, stages, epochs, batch, rate, limit } = settings;
const { acquisition, seed } = inject('run');
const training = standardTraining({ epochs, batchSize: batch, learningRate: rate });

/** A model trained on what an acquisition function chose, or on everything, in the setting of Hu et al. 2021, table V. */
const test = base.extend(
  'model',
  { scope: 'file' },
  acquisition === 'everything'
    ? trained(async () => ({
        dataset: await studyData(settings),
        architecture: leNet5,
        training,
        seed,
        name: `everything-${seed}`,
      }))
    : activeLearning(async () => ({
        dataset: await studyData(settings),
        architecture: leNet5,
        acquisition: acquisitionFunctions[acquisition as keyof typeof acquisitionFunctions],
        initial,
        query,
        stages,
        training,
        seed,
      })),
);

const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

test(`${acquisition} with seed ${seed}, compressed`, async ({ model, expect }) => {
  const { classifier, record } = model;
  const { train, test: heldOut } = model.dataset;
  const firstOf = (split: typeof train, size: number) =>
    subset(
      split,
      Int32Array.from({ length: Math.min(size, split.size) }, (_, i) => i),
    );
  const seen = firstOf(train, 1000);
  const measured = { classifier, record, dataset: model.dataset, split: firstOf(heldOut, limit) };
  const compressions = [
    ...[2, 4, 8, 16].map((bits) => quantize(bits)),
    quantize.int8({ calibration: firstOf(train, 100) }),
    quantize.float16(),
    ...shares.map((share) => prune(share)),
    ...shares.map((share) => pruneNeurons(share, seen)),
  ];
  const started = performance.now();
  await expect(measured).toRetainAccuracyAfter(compressions, { within: 1 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${record.name}: ${compressions.length} compressions on ${measured.split.size} test inputs in ${seconds} s`,
  );
});
