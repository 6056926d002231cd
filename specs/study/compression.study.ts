import { inject } from 'vitest';
import { prune, pruneNeurons, quantize, standardTraining, subset } from 'vitest-dnn';
import { studyTest } from './model.ts';
import { studySettings } from './settings.ts';

const { epochs, batch, rate, limit } = studySettings();
const { acquisition, seed } = inject('run');

/** The setting of Hu et al. 2021, table V. */
const test = studyTest({ training: standardTraining({ epochs, batchSize: batch, learningRate: rate }) });

const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

test(`${acquisition} with seed ${seed} retains its accuracy under compression`, async ({ model, expect }) => {
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
