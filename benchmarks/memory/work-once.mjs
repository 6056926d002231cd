/**
 * Does one work on images with an imported network in this process, and prints the peak of its resident memory and the processor
 * seconds of the work as JSON.
 *
 *   node benchmarks/memory/work-once.mjs FILE probabilities|gradient IMAGES
 */
import { fgsm } from '../../dist/src/attacks/index.js';
import { startEngine } from '../../dist/src/engine/index.js';
import { loadClassifier } from '../../dist/src/models/index.js';

const [file, work, images] = process.argv.slice(2);
await startEngine('wasm');
const model = await loadClassifier(file);
const { itemShape } = model;
const size = Number(images);
const inputs = Float32Array.from({ length: size * itemShape.reduce((a, b) => a * b) }, (_, i) => (i % 251) / 251);
const split = { inputs, itemShape, labels: new Int32Array(size), size };
const works = {
  probabilities: () => model.probabilities(split),
  // every label is the predicted class, because an attack skips inputs that are misclassified
  gradient: async () => fgsm.run(model, { ...split, labels: await model.predictions(split) }, { epsilon: 0.01 }),
};
const start = process.cpuUsage();
await works[work]();
const { user, system } = process.cpuUsage(start);
console.log(JSON.stringify({ bytes: process.resourceUsage().maxRSS * 1024, seconds: (user + system) / 1e6 }));
