import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headlines, tagMyNews } from '../../dist/src/datasets/index.js';
import { startEngine } from '../../dist/src/engine/index.js';
import { tf, tfl } from '../../dist/src/engine/tensors.js';
import { classifier } from '../../dist/src/models/index.js';
import { createRandom } from '../../dist/src/random/index.js';
import { split, subset } from '../../dist/src/splits/index.js';
import { textEncoder } from '../../dist/src/text/index.js';
import { standardTraining } from '../../dist/src/training/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [titles, trained, units] = [100, 6000, 64];

/** Returns the folder of the problem that all peers read. */
export function folderOf() {
  const data =
    process.env.DNN_DATA_DIR && existsSync(join(process.env.DNN_DATA_DIR, 'tagmynews')) ? 'tagmynews' : 'headlines';
  return join(root, 'node_modules/.cache/vitest-dnn-bench/texts', data);
}

/**
 * Prepares the problem once: an LSTM that reads titles, padded behind and masked, and the first 100 titles of the test split, of
 * TagMyNews if DNN_DATA_DIR has it, else of headlines.
 */
export async function sharedProblem() {
  const folder = folderOf();
  if (existsSync(join(folder, 'problem.json'))) return;
  const encoding = { length: 20, padding: 'after', mask: true, vocabularySize: 10_000 };
  const data = folder.endsWith('tagmynews') ? tagMyNews(encoding) : headlines(encoding);
  process.stderr.write(`training an LSTM on ${data.name}, once …\n`);
  await startEngine('wasm');
  const { encoder } = data.train;
  const network = lstm(encoder, data.classNames.length);
  const train = subset(data.train, range(Math.min(trained, data.train.size)));
  const training = standardTraining({ epochs: 6, batchSize: 32, learningRate: 0.003 });
  await training.fit(network, train, { random: createRandom(1) });
  const judged = subset(data.test, range(titles));
  const weights = network.model.getWeights();
  const parts = weights.map((weight) => weight.dataSync());
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(
    join(draft, 'problem.bin'),
    Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))),
  );
  const shapes = weights.map(({ shape }) => shape);
  const { texts, labels } = judged;
  const { vocabulary, length } = encoder;
  const classes = data.classNames.length;
  const description = { data: data.name, texts, labels: [...labels], vocabulary, length, units, classes, shapes };
  writeFileSync(join(draft, 'problem.json'), `${JSON.stringify(description)}\n`);
  renameSync(draft, folder);
}

/** Reads the network and the titles from a folder, for the current engine. */
export function readProblem(folder) {
  const { texts, labels, vocabulary, length, classes, shapes } = JSON.parse(
    readFileSync(join(folder, 'problem.json'), 'utf8'),
  );
  const encoder = textEncoder({ vocabulary, length, padding: 'after', mask: true });
  const { buffer } = Uint8Array.from(readFileSync(join(folder, 'problem.bin')));
  const values = new Float32Array(buffer);
  let offset = 0;
  const take = (count) => values.slice(offset, (offset += count));
  const network = lstm(encoder, classes);
  tf.tidy(() => network.model.setWeights(shapes.map((shape) => tf.tensor(take(tf.util.sizeFromShape(shape)), shape))));
  return { network, split: split(texts, labels, { encoder }) };
}

function lstm(encoder, classes) {
  const uniform = (seed) => tfl.initializers.randomUniform({ minval: -0.1, maxval: 0.1, seed });
  const { layers } = tfl;
  const { vocabularySize: inputDim, length: inputLength } = encoder;
  const model = tfl.sequential({
    name: 'lstm',
    layers: [
      layers.embedding({ inputDim, inputLength, outputDim: units, maskZero: true, embeddingsInitializer: uniform(1) }),
      layers.lstm({
        units,
        recurrentActivation: 'sigmoid',
        kernelInitializer: uniform(2),
        recurrentInitializer: uniform(3),
      }),
      layers.dense({ units: classes, kernelInitializer: uniform(4) }),
    ],
  });
  return classifier(model, { encoder, inputRange: [0, inputDim - 1] });
}

const range = (size) => Int32Array.from({ length: size }, (_, i) => i);
