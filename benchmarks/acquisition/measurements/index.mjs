import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquisitionFunctions } from '../../../dist/src/acquisition/index.js';
import { computeSignals } from '../../../dist/src/active-learning/signals/index.js';
import { subset } from '../../../dist/src/datasets/index.js';
import { loadClassifier } from '../../../dist/src/models/index.js';
import { createRandom } from '../../../dist/src/random/index.js';
import { imageCount, labelledCount } from '../model.mjs';
import { withPeak } from './peak.mjs';

let loaded;

/** Sets a case up; the function it returns takes one sample: the seconds of a whole selection, and the peak memory. */
export async function prepare({ acquisition, options, folder, pool, labelled, count, given }) {
  loaded ??= await load(folder);
  const { classifier, split, labels } = loaded;
  const training = subset(
    split,
    Int32Array.from({ length: labelled }, (_, i) => i),
  );
  const view = {
    classifier,
    split,
    pool: Int32Array.from({ length: pool }, (_, i) => labelledCount + i),
    labelled: { ...training, labels: labels.slice(0, labelled) },
    stage: 1,
    count,
  };
  const chosen = acquisitionFunctions[acquisition].with(options ?? {});
  await computeSignals(
    { probabilities: {}, features: {} },
    { ...view, pool: view.pool.subarray(0, 256), random: createRandom(0) },
  );
  const signals = () => computeSignals(chosen.needs, { ...view, random: createRandom(1) });
  const known = given && (await signals());
  return () => withPeak(async () => chosen.select(known ?? (await signals()), count, createRandom(1)));
}

async function load(folder) {
  const floats = readFileSync(join(folder, 'images.bin'));
  const integers = readFileSync(join(folder, 'labels.bin'));
  const classifier = await loadClassifier(folder);
  const labels = new Int32Array(integers.buffer, integers.byteOffset, imageCount);
  const inputs = new Float32Array(floats.buffer, floats.byteOffset, floats.length / 4);
  return { classifier, labels, split: { inputs, itemShape: [...classifier.itemShape], labels, size: imageCount } };
}
