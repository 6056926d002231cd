/**
 * Data and model of both sides: images of MNIST if DNN_DATA_DIR has them, else as many glyphs, and LeNet-5 trained on the first
 * 500. The labelled set starts at the first image, the pool at a case's `poolStart`.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { glyphs, mnist } from '../../dist/src/datasets/index.js';
import { startEngine } from '../../dist/src/engine/index.js';
import { leNet5 } from '../../dist/src/architectures/index.js';
import { createRandom } from '../../dist/src/random/index.js';
import { subset } from '../../dist/src/splits/index.js';
import { standardTraining } from '../../dist/src/training/index.js';

const { DNN_DATA_DIR } = process.env;
const source = DNN_DATA_DIR && existsSync(join(DNN_DATA_DIR, 'mnist')) ? 'mnist' : 'glyphs';

/** Writes `count` images (images.bin, float32), labels (labels.bin, int32) and the classifier to a cache folder, once. */
export async function prepareModel(count) {
  const folder = folderOf(count);
  if (existsSync(join(folder, 'images.bin'))) return folder;
  const { train } = source === 'mnist' ? await mnist() : glyphs({ train: count, test: 10 });
  const split = subset(
    train,
    Int32Array.from({ length: count }, (_, i) => i),
  );
  mkdirSync(folder, { recursive: true });
  cpSync(await trainedOnce(split), folder, { recursive: true });
  writeFileSync(join(folder, 'labels.bin'), Buffer.from(split.labels.buffer));
  writeFileSync(join(folder, 'images.bin'), Buffer.from(split.inputs.buffer));
  return folder;
}

/** Returns the folder with the network alone, shared by all image counts. */
async function trainedOnce(split) {
  const folder = join(dirname(folderOf(0)), 'network');
  if (existsSync(folder)) return folder;
  console.error(`training LeNet-5 on 500 images of ${source} …`);
  await startEngine('wasm');
  const network = leNet5({ itemShape: split.itemShape, classes: 10, seed: 1 });
  const first = Int32Array.from({ length: 500 }, (_, i) => i);
  await standardTraining({ epochs: 30, batchSize: 64 }).fit(network, subset(split, first), { random: createRandom(1) });
  mkdirSync(folder, { recursive: true });
  await network.save(folder);
  return folder;
}

function folderOf(count) {
  return resolve('node_modules/.cache/vitest-dnn-bench/acquisition', source, String(count));
}
