/**
 * Writes what the README's specs of a user's own model and data expect: tables of readings and a model that was trained on them.
 *
 *   node sensors.mjs <project folder>
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { multilayerPerceptron } from '../../../dist/src/architectures/index.js';
import { startEngine } from '../../../dist/src/engine/index.js';
import { createRandom } from '../../../dist/src/random/index.js';
import { standardTraining } from '../../../dist/src/training/index.js';

const [project] = process.argv.slice(2);
const columns = 8;
const random = createRandom(1);

/** Readings around 1 or −1 in every column, by the class. */
function readings(size) {
  return Array.from({ length: size }, (_, i) => {
    const noise = () => Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b, -6);
    const values = Array.from({ length: columns }, () => Number(((2 * (i % 2) - 1) * 0.7 + noise()).toFixed(3)));
    return { values, label: i % 2 };
  });
}

const [train, test] = [readings(800), readings(400)];
mkdirSync(join(project, 'data'), { recursive: true });
writeFileSync(join(project, 'data/train.json'), JSON.stringify(train));
writeFileSync(join(project, 'data/test.json'), JSON.stringify(test));

await startEngine();
const model = multilayerPerceptron.with({ hidden: [16], inputRange: [-7, 7] })({
  itemShape: [columns],
  classes: 2,
  seed: 1,
});
const split = {
  inputs: Float32Array.from(train.flatMap(({ values }) => values)),
  itemShape: [columns],
  labels: Int32Array.from(train, ({ label }) => label),
  size: train.length,
};
await standardTraining({ epochs: 10 }).fit(model, split, { random: createRandom(1) });
await model.save(join(project, 'models/sensors'));
