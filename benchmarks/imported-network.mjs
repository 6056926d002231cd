/**
 * Measures an imported network: `probabilities` of torchvision's ResNet-18 beside the same network built by hand and beside
 * onnxruntime-web, and the time and memory that importing the file takes.
 *
 *   npm run bench:imported -- [--file resnet18.onnx] [--rounds 15] [--images 4]
 *
 * Without a file, PYTHON (python3 by default) exports one; it needs torch, torchvision and onnx. onnxruntime-web is installed in a
 * temporary folder. Everything runs on one thread, in turns, and is measured in processor time; a ratio compares two samples of one
 * round. Ends with status 1 if a limit is exceeded.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../dist/src/engine/index.js';
import { classifier, loadClassifier } from '../dist/src/models/index.js';
import { resNet18 } from './imported/res-net18.mjs';
import { ratioOf, summarise } from './summary.mjs';

const { values: options } = parseArgs({
  options: {
    file: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    images: { type: 'string', default: '4' },
  },
});
const runtime = 'onnxruntime-web@1.30.0';
const limits = { 'built by hand': 1.02, [runtime]: 0.75, seconds: 3, memory: 3 };
const folder = mkdtempSync(join(tmpdir(), 'dnn-imported-'));
try {
  const file = options.file ?? exported();
  report(await timesOf(file));
  reportImports(file);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function exported() {
  const script = new URL('../scripts/imported-models/torchvision-models.py', import.meta.url).pathname;
  execFileSync(process.env.PYTHON ?? 'python3', [script, folder, 'resnet18', '--size', '224'], { stdio: 'inherit' });
  return join(folder, 'resnet18-script.onnx');
}

/** Samples of processor seconds per image, of each network. */
async function timesOf(file) {
  await startEngine('wasm');
  const imported = await loadClassifier(file);
  const { itemShape, classes } = imported;
  const weights = weightsOf(imported.model);
  const byHand = classifier(resNet18(weights, { size: itemShape[0], classes }));
  const size = Number(options.images);
  const inputs = Float32Array.from({ length: size * itemShape.reduce((a, b) => a * b) }, (_, i) => (i % 251) / 251);
  const split = { inputs, itemShape, labels: new Int32Array(size), size };
  const ask = await openSession(file, inputs, size, itemShape);
  const works = {
    imported: async () => (await imported.probabilities(split)).data,
    'built by hand': async () => (await byHand.probabilities(split)).data,
    [runtime]: ask,
  };
  const names = Object.keys(works);
  const answers = [];
  for (const name of names) answers.push(await works[name]()); // also warms up
  check(names, answers);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++)
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length];
      const start = process.cpuUsage();
      await works[name]();
      const { user, system } = process.cpuUsage(start);
      samples[name].push((user + system) / 1e6 / size);
    }
  return samples;
}

/** The weights in the order in which the network is built by hand: per block, the shortcut is last. */
function weightsOf(model) {
  const layers = model.layers.filter((layer) => layer.weights.length > 0);
  return layers.flatMap((layer) => layer.getWeights().map((weight) => weight.dataSync()));
}

async function openSession(file, inputs, size, [height, width, channels]) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', runtime], { cwd: folder });
  const ort = createRequire(join(folder, 'index.js'))('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(file)), {
    executionProviders: ['wasm'],
  });
  const places = height * width;
  const moved = inputs.map((_, i) => {
    const [item, rest] = [Math.floor(i / (places * channels)), i % (places * channels)];
    return inputs[item * places * channels + (rest % places) * channels + Math.floor(rest / places)];
  });
  return async () => {
    const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', moved, [size, channels, height, width]) };
    const { data } = (await session.run(feeds))[session.outputNames[0]];
    return softmax(data, data.length / size);
  };
}

function softmax(logits, classes) {
  const exponents = logits.map((logit, i) => {
    const start = i - (i % classes);
    return Math.exp(logit - logits.subarray(start, start + classes).reduce((a, b) => Math.max(a, b)));
  });
  return exponents.map((value, i) => {
    const start = i - (i % classes);
    return value / exponents.subarray(start, start + classes).reduce((a, b) => a + b);
  });
}

function check(names, [first, ...others]) {
  const largest = first.reduce((a, b) => Math.max(a, b));
  others.forEach((other, i) => {
    const difference = first.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);
    if (!(difference < 1e-3 * largest)) throw new Error(`${names[i + 1]} differs by ${difference} from ${names[0]}`);
  });
}

function shown({ median, low, high }, digits = 2) {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

function judge(name, value) {
  const isWithin = value <= limits[name];
  if (!isWithin) process.exitCode = 1;
  return `at most ${limits[name]}${isWithin ? '' : ', exceeded'}`;
}

function report(samples) {
  console.log('| `probabilities` of ResNet-18 | ms per image | imported / this | limit |\n| --- | --- | --- | --- |');
  for (const [name, taken] of Object.entries(samples)) {
    const times = summarise(taken.map((seconds) => seconds * 1000));
    const ratio = ratioOf(samples.imported, taken);
    const isOwn = name === 'imported';
    console.log(
      `| ${name} | ${shown(times, 0)} | ${isOwn ? '' : shown(ratio)} | ${isOwn ? '' : judge(name, ratio.median)} |`,
    );
  }
}

function reportImports(file) {
  const script = new URL('imported/import-once.mjs', import.meta.url).pathname;
  const samples = Array.from({ length: 5 }, () =>
    JSON.parse(execFileSync(process.execPath, [script, file], { encoding: 'utf8' })),
  );
  const { size } = statSync(file);
  const of = (pick) => summarise(samples.map(pick));
  const [seconds, processor, memory] = [of((s) => s.seconds), of((s) => s.processor), of((s) => s.bytes / size)];
  console.log(`\n| import of ${(size / 1e6).toFixed(1)} MB, in a new process | | limit |\n| --- | --- | --- |`);
  console.log(`| processor seconds | ${shown(processor)} | ${judge('seconds', processor.median)} |`);
  console.log(`| seconds, on the machine as it is | ${shown(seconds)} | |`);
  console.log(
    `| peak memory above that before / size of the file | ${shown(memory)} | ${judge('memory', memory.median)} |`,
  );
}
