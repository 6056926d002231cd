import { initializers, layers, sequential } from '../../dist/src/layers.js';
import { classifier as classifierOf } from '../../dist/src/models/index.js';
import { createRandom } from '../../dist/src/random/index.js';
import { subset } from '../../dist/src/splits/index.js';
import { standardTraining } from '../../dist/src/training/index.js';
import { readArray } from './fetch.mjs';

/** Test inputs that the families see. */
const limit = 60;

/** Trains a perceptron on a table, or a one-dimensional convolution on series. @returns what `runFamilies` takes */
export async function trainOn(name, prepared) {
  const [train, test] = ['train', 'test'].map((part) => splitOf(name, part, prepared));
  const classes = new Set(train.labels).size;
  const extremes = [train, test].flatMap(({ inputs }) => [Math.min(...inputs), Math.max(...inputs)]);
  const inputRange = [Math.min(...extremes), Math.max(...extremes)];
  const classifier = classifierOf(build(name, train.itemShape, classes), { name, inputRange });
  await standardTraining({ epochs: 30, batchSize: 16, learningRate: 0.01 }).fit(classifier, train, {
    random: createRandom(1),
  });
  const first = (split) =>
    subset(
      split,
      Array.from({ length: Math.min(limit, split.size) }, (_, i) => i),
    );
  return {
    name,
    classifier,
    test: first(test),
    labelled: first(train),
    epsilons: { linf: 0.2, l2: 0.5, l1: 1, l0: 3 },
  };
}

function splitOf(name, part, prepared) {
  const { values: inputs, shape } = readArray(prepared, `${name}-${part}-inputs`);
  const { values: labels } = readArray(prepared, `${name}-${part}-labels`);
  return { inputs, itemShape: shape.slice(1), labels, size: shape[0] };
}

function build(name, inputShape, classes) {
  const kernel = (seed) => ({ kernelInitializer: initializers.glorotUniform({ seed }) });
  const dense = (units, seed, options) => layers.dense({ units, ...kernel(seed), ...options });
  const convolution = (filters, seed, options) =>
    layers.conv1d({ filters, kernelSize: 5, activation: 'relu', ...kernel(seed), ...options });
  const body =
    inputShape.length === 1
      ? [dense(16, 1, { activation: 'relu', inputShape }), dense(16, 2, { activation: 'relu' })]
      : [convolution(8, 1, { inputShape }), convolution(8, 2), layers.globalAveragePooling1d({})];
  return sequential({ name, layers: [...body, dense(classes, 3)] });
}
