import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pgd } from '../../dist/src/attacks/index.js';
import { glyphs, mnist } from '../../dist/src/datasets/index.js';
import { subset } from '../../dist/src/splits/index.js';
import { startEngine } from '../../dist/src/engine/index.js';
import { tf } from '../../dist/src/engine/tensors.js';
import { leNet5 } from '../../dist/src/architectures/index.js';
import { createRandom } from '../../dist/src/random/index.js';
import { adversarialTraining } from '../../dist/src/training/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [inputs, trained, itemShape] = [200, 12_000, [28, 28, 1]];

/** Returns the folder of the problem that all peers read. */
export function folderOf() {
  const data = process.env.DNN_DATA_DIR && existsSync(join(process.env.DNN_DATA_DIR, 'mnist')) ? 'mnist' : 'glyphs';
  return join(root, 'node_modules/.cache/vitest-dnn-bench/attacks', data);
}

/**
 * Prepares the problem once: LeNet-5, trained on adversarial examples of L-inf 0.2, and the first 200 images of the test split,
 * from MNIST if DNN_DATA_DIR has it, else from glyphs. Weights, images and labels are stored in the cache as plain numbers.
 */
export async function sharedProblem() {
  const folder = folderOf();
  if (existsSync(join(folder, 'problem.json'))) return;
  const data = folder.endsWith('mnist') ? await mnist() : glyphs();
  process.stderr.write(`training LeNet-5 on ${data.name}, once …\n`);
  await startEngine('wasm');
  const network = leNet5({ itemShape, classes: 10, seed: 1 });
  const training = adversarialTraining(pgd.with({ steps: 7, stepSize: 0.05 }), 0.2, { epochs: 4, warmup: 2 });
  const train = subset(data.train, range(Math.min(trained, data.train.size)));
  await training.fit(network, train, { random: createRandom(1) });
  write(folder, network, subset(data.test, range(inputs)), data.name);
}

/** Reads the problem's network and images from a folder, for the current engine. */
export function readProblem(folder) {
  const { labels, shapes } = JSON.parse(readFileSync(join(folder, 'problem.json'), 'utf8'));
  const { buffer } = Uint8Array.from(readFileSync(join(folder, 'problem.bin')));
  const values = new Float32Array(buffer);
  let offset = 0;
  const take = (count) => values.slice(offset, (offset += count));
  const images = take(labels.length * tf.util.sizeFromShape(itemShape));
  const network = leNet5({ itemShape, classes: 10, seed: 1 });
  tf.tidy(() => network.model.setWeights(shapes.map((shape) => tf.tensor(take(tf.util.sizeFromShape(shape)), shape))));
  return { network, split: { inputs: images, itemShape, labels: Int32Array.from(labels), size: labels.length } };
}

/** Writes the images, then the weights, in the layout of TensorFlow.js. */
function write(folder, network, split, data) {
  const weights = network.model.getWeights();
  const parts = [split.inputs, ...weights.map((weight) => weight.dataSync())];
  const bytes = Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const description = { data, labels: [...split.labels], shapes: weights.map(({ shape }) => shape) };
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'problem.bin'), bytes);
  writeFileSync(join(draft, 'problem.json'), `${JSON.stringify(description)}\n`);
  renameSync(draft, folder);
}

const range = (size) => Int32Array.from({ length: size }, (_, i) => i);
