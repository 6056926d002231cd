import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquisitionFunctions } from '../../../dist/src/acquisition/index.js';
import { computeSignals } from '../../../dist/src/signals/index.js';
import { loadClassifier } from '../../../dist/src/models/index.js';
import { createRandom } from '../../../dist/src/random/index.js';
import { withPeak } from './peak.mjs';

const loaded = new Map();

/** Prepares a case and returns a function that takes one sample: the seconds of a whole selection, and the peak memory. */
export async function prepare({ acquisition, options, folder, poolStart, pool, labelled, count, given }) {
  if (!loaded.has(folder)) loaded.set(folder, await load(folder));
  const { classifier, split } = loaded.get(folder);
  const view = {
    classifier,
    split,
    pool: Int32Array.from({ length: pool }, (_, i) => poolStart + i),
    labelled: beginningOf(split, labelled),
    stage: 1,
    count,
  };
  const chosen = acquisitionFunctions[acquisition].with(options ?? {});
  await computeSignals(
    { probabilities: {}, features: {} },
    { ...view, pool: view.pool.subarray(0, 256), random: createRandom(0) },
  );
  const signals = () => computeSignals(chosen.needs, { ...view, random: createRandom(1) });
  const computed = given && (await signals());
  return () => withPeak(async () => chosen.select(computed ?? (await signals()), count, createRandom(1)));
}

async function load(folder) {
  const floats = readFileSync(join(folder, 'images.bin'));
  const integers = readFileSync(join(folder, 'labels.bin'));
  const classifier = await loadClassifier(folder);
  const labels = new Int32Array(integers.buffer, integers.byteOffset, integers.length / 4);
  const inputs = new Float32Array(floats.buffer, floats.byteOffset, floats.length / 4);
  return { classifier, split: { inputs, itemShape: [...classifier.itemShape], labels, size: labels.length } };
}

function beginningOf({ inputs, itemShape, labels, size }, count) {
  const ofOne = inputs.length / size;
  return { inputs: inputs.subarray(0, count * ofOne), itemShape, labels: labels.subarray(0, count), size: count };
}
