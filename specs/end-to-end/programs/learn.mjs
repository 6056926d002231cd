/**
 * A small run of robust active learning, to be killed and restarted:
 *
 *   node learn.mjs <cache folder> <file that the oracle logs its queries to> [<task> <stage>]
 *
 * Prints one line of JSON per stage, which must not depend on kills, and `busy: <task> <stage>` on stderr. If a task and a stage are
 * given, it stops there, alive, until it is killed.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, writeSync } from 'node:fs';
import { dre } from '../../../dist/src/acquisition/index.js';
import { runActiveLearning } from '../../../dist/src/active-learning/index.js';
import { fgsm, pgd } from '../../../dist/src/attacks/index.js';
import { glyphs } from '../../../dist/src/datasets/index.js';
import { leNet5 } from '../../../dist/src/architectures/index.js';
import { adversarialTraining, standardTraining } from '../../../dist/src/training/index.js';

const [cache, notes, ...moment] = process.argv.slice(2);
const dataset = glyphs({ train: 150, test: 50, seed: 1 });
let last;

const run = runActiveLearning({
  dataset,
  architecture: leNet5,
  acquisition: dre,
  initial: 40,
  query: 20,
  stages: 3,
  training: adversarialTraining(pgd.with({ steps: 2 }), 0.2, { epochs: 2, batchSize: 20 }),
  initialTraining: standardTraining({ epochs: 4, batchSize: 20 }),
  robustness: { attack: fgsm, epsilon: 0.05 },
  seed: 5,
  cache,
  oracle: (positions) => {
    appendFileSync(notes, `${JSON.stringify(Array.from(positions))}\n`);
    return positions.map((position) => dataset.train.labels[position]);
  },
  progress: ({ task, stage }) => {
    const busy = `${task} ${stage}`;
    if (busy === last) return;
    last = busy;
    writeSync(2, `busy: ${busy}\n`);
    if (busy === moment.join(' ')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});

for await (const { classifier, selected, ...stage } of run) {
  const weights = createHash('sha256');
  for (const weight of classifier.model.getWeights()) weights.update(await weight.data());
  console.log(
    JSON.stringify({ ...stage, seconds: undefined, selected: Array.from(selected), weights: weights.digest('hex') }),
  );
  classifier.dispose();
}
