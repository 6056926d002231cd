/**
 * Measures what one more spec file of a cached model costs: the processor time of `vitest run` on eleven files minus that on one,
 * divided by ten. Each file gates the accuracy of the same model, in a process of its own.
 *
 *   node benchmarks/cached-model.mjs [pairs of runs] [folder that holds an installed vitest and vitest-dnn]
 *
 * Prints the median of the processor seconds per file with its quartiles over the pairs, and how much of them a file of an ordinary
 * test costs. Ends with status 1 if the median is above 0.6.
 */
import { rmSync } from 'node:fs';
import { at, installedProject, processorSecondsOf } from './installed-project.mjs';

const [pairs = '7', given] = process.argv.slice(2);
const [limit, more] = [0.6, 10];
const spec = `
import { glyphs, leNet5, standardTraining, test as base, trained } from 'vitest-dnn';
const dataset = glyphs({ train: 100, test: 100 });
const training = standardTraining({ epochs: 4 });
const test = base.extend('model', { scope: 'file' }, trained({ dataset, architecture: leNet5, training }));
test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0);
});`;
const ordinary = `
import { expect, test } from 'vitest';
test('adds', () => expect(1 + 1).toBe(2));`;
const specs = Array.from({ length: more + 1 }, (_, i) => [
  [`model/${i}.spec.js`, spec],
  [`ordinary/${i}.spec.js`, ordinary],
]).flat();
const folder = installedProject(
  {
    'vitest.config.mjs':
      "import { dnn } from 'vitest-dnn/plugin';\nexport default { plugins: [dnn({ seed: 1 })], test: { testTimeout: 60_000 } };\n",
    ...Object.fromEntries(specs),
  },
  given,
);
try {
  const perFile = (kind) =>
    (processorSecondsOf(folder, `${kind}/`) - processorSecondsOf(folder, `${kind}/0.spec.js`)) / more;
  processorSecondsOf(folder, 'model/0.spec.js'); // trains the model
  const samples = Array.from({ length: Number(pairs) }, () => ({
    model: perFile('model'),
    ordinary: perFile('ordinary'),
  }));
  const shown = (name) =>
    [0.5, 0.25, 0.75].map((share) =>
      at(
        samples.map((sample) => sample[name]),
        share,
      ).toFixed(2),
    );
  const [median, low, high] = shown('model');
  console.log(
    `one more spec file of a cached model: ${median} s [${low}, ${high}] of processor time, at most ${limit}`,
  );
  console.log(`one more file of an ordinary test: ${shown('ordinary')[0]} s`);
  process.exitCode = median <= limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
