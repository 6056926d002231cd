/**
 * Measures what the plugin costs beside ordinary tests: the processor time of `vitest run` on ten files of unit tests that use no
 * model, with the plugin and without it, in turns.
 *
 *   node benchmarks/ordinary-tests.mjs [pairs of runs] [folder that holds an installed vitest and vitest-dnn]
 *
 * Prints the median processor seconds (user and system, with all workers) and their ratio with its quartiles over the pairs. Ends
 * with status 1 if the median ratio is above 1.05.
 */
import { rmSync } from 'node:fs';
import { at, installedProject, processorSecondsOf } from './installed-project.mjs';

const [pairs = '9', given] = process.argv.slice(2);
const limit = 1.05;
const tests = Array.from({ length: 10 }, (_, i) => `test('sum ${i}', () => expect(${i} + 1).toBe(${i + 1}));\n`).join(
  '',
);
const specs = Array.from({ length: 10 }, (_, i) => [
  `specs/${i}.spec.js`,
  `import { expect, test } from 'vitest';\n${tests}`,
]);
const files = {
  'with.config.mjs': "import { dnn } from 'vitest-dnn/plugin';\nexport default { plugins: [dnn()] };\n",
  'without.config.mjs': 'export default {};\n',
  ...Object.fromEntries(specs),
};
const folder = installedProject(files, given);
try {
  const samples = [];
  for (let pair = -1; pair < Number(pairs); pair++) {
    const names = pair % 2 ? ['with', 'without'] : ['without', 'with'];
    const sample = Object.fromEntries(
      names.map((name) => [name, processorSecondsOf(folder, '--config', `${name}.config.mjs`)]),
    );
    if (pair >= 0) samples.push({ ...sample, ratio: sample.with / sample.without }); // the first pair fills the caches
  }
  const valuesOf = (name) => samples.map((sample) => sample[name]);
  const shown = (name) => at(valuesOf(name), 0.5).toFixed(2);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => at(valuesOf('ratio'), share).toFixed(3));
  console.log(`with the plugin ${shown('with')} s, without it ${shown('without')} s of processor time`);
  console.log(`ratio ${median} [${low}, ${high}] over ${pairs} pairs of runs, at most ${limit}`);
  process.exitCode = median <= limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
