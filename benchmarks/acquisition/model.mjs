/**
 * What both sides select with: 20,000 images of MNIST, where DNN_DATA_DIR names them, or as many glyphs, and LeNet-5 trained on
 * the first 500. The first 10,000 hold the labelled set, its beginning; the others are the pool.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { glyphs, mnist, subset } from '../../dist/src/datasets/index.js';
import { startEngine } from '../../dist/src/engine/index.js';
import { leNet5 } from '../../dist/src/models/index.js';
import { createRandom } from '../../dist/src/random/index.js';
import { standardTraining } from '../../dist/src/training/index.js';

export const imageCount = 20_000;
export const labelledCount = 10_000;

/** Writes images.bin (float32), labels.bin (int32) and the classifier into a folder of the cache, once. */
export async function prepareModel() {
  const { DNN_DATA_DIR } = process.env;
  const source = DNN_DATA_DIR && existsSync(join(DNN_DATA_DIR, 'mnist')) ? 'mnist' : 'glyphs';
  const folder = resolve('node_modules/.cache/vitest-dnn-bench/acquisition-20000', source);
  if (existsSync(join(folder, 'images.bin'))) return folder;
  console.error(`training LeNet-5 on 500 images of ${source} …`);
  await startEngine('wasm');
  const { train } = source === 'mnist' ? await mnist() : glyphs({ train: imageCount, test: 10 });
  const positions = Int32Array.from({ length: imageCount }, (_, i) => i);
  const split = subset(train, positions);
  const network = leNet5({ itemShape: split.itemShape, classes: 10, seed: 1 });
  const training = standardTraining({ epochs: 30, batchSize: 64 });
  await training.fit(network, subset(split, positions.subarray(0, 500)), { random: createRandom(1) });
  mkdirSync(folder, { recursive: true });
  await network.save(folder);
  writeFileSync(join(folder, 'labels.bin'), Buffer.from(split.labels.buffer));
  writeFileSync(join(folder, 'images.bin'), Buffer.from(split.inputs.buffer));
  return folder;
}
