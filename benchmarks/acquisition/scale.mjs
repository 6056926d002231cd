/**
 * Time and peak memory of acquisition functions that compare features, at the size of the largest pools. There is no forward pass:
 * features and probabilities of ten Gaussian classes are drawn from a seed. Each function runs in its own process.
 *
 *   node benchmarks/acquisition/scale.mjs [part of a function's name]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { acquisitionFunctions } from '../../dist/src/acquisition/index.js';
import { createRandom } from '../../dist/src/random/index.js';
import { markdown } from '../table.mjs';
import { withPeak } from './measurements/peak.mjs';

const program = fileURLToPath(import.meta.url);
const names = [
  'kMeans',
  'diverseMiniBatch',
  'likelihoodSurprise',
  'distanceSurprise',
  'coreSet',
  'badge',
  'clusterMargin',
];
const sizes = [
  [60_000, 84],
  [10_000, 512],
];
const classes = 10;
const labelled = 2000;
const count = 500;

const [name = '', rows, columns] = process.argv.slice(2);
if (rows) console.log(JSON.stringify(await measure(name, Number(rows), Number(columns))));
else console.log(markdown(['', ...sizes.map((size) => size.join(' × '))], names.filter(isAsked).map(rowOf)));

function isAsked(function_) {
  return function_.includes(name);
}

function rowOf(function_) {
  const cells = sizes.map(([n, d]) => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, function_, n, d], { encoding: 'utf8' });
    if (!stdout) return `failed: ${stderr.trim().split('\n').at(-1)}`;
    const { value, bytes, given } = JSON.parse(stdout);
    return `${value.toFixed(1)} s, ${Math.round(bytes / 1e6)} MB, of which ${Math.round(given / 1e6)} MB before`;
  });
  process.stderr.write(`${[function_, ...cells].join(' | ')}\n`);
  return [function_, ...cells];
}

async function measure(chosen, n, d) {
  const random = createRandom(1);
  const centres = Float32Array.from({ length: classes * d }, () => 1.5 * random.normal());
  const pool = draw(n, d, centres, random.fork('pool'));
  const training = draw(labelled, d, centres, random.fork('labelled'));
  const signals = {
    size: n,
    ...{ features: pool.features, probabilities: pool.probabilities },
    ...{ labelledFeatures: training.features, labelledPredictions: training.predicted },
  };
  const { bytes: given } = await withPeak(() => {});
  return { ...(await withPeak(() => acquisitionFunctions[chosen].select(signals, count, createRandom(2)))), given };
}

/** Draws features around the centres of their classes, and noisy softmax outputs that favour these classes. */
function draw(n, d, centres, random) {
  const features = new Float32Array(n * d);
  const probabilities = new Float32Array(n * classes);
  const predicted = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    predicted[i] = random.integer(classes);
    for (let j = 0; j < d; j++) features[i * d + j] = Math.max(0, centres[predicted[i] * d + j] + random.normal());
    const logits = Float64Array.from({ length: classes }, (_, c) => 2 * random.normal() + (c === predicted[i] ? 5 : 0));
    predicted[i] = logits.indexOf(Math.max(...logits));
    const weights = logits.map((value) => Math.exp(value - logits[predicted[i]]));
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, c) => (probabilities[i * classes + c] = weight / total));
  }
  return {
    features: { data: features, rows: n, columns: d },
    probabilities: { data: probabilities, rows: n, columns: classes },
    predicted,
  };
}
