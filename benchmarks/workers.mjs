/**
 * Worker threads beside one thread: the wall time and the processor time of whole evaluations, both in every round, so that what else runs
 * on the machine slows both down. Also the start of the threads, and the memory that they take.
 *
 *   node benchmarks/workers.mjs [--workers 2] [--rounds 3] [--inputs 1000] [--only autoAttack]
 */
import { parseArgs } from 'node:util';
import { createRandom, glyphs, leNet5, standardTraining, startEngine } from '../dist/src/index.js';
import { autoAttack, pgd } from '../dist/src/attacks/index.js';
import { cleverScore, evaluateRobustness } from '../dist/src/evaluation/index.js';
import { configure } from '../dist/src/settings.js';
import { endThreads, withThreads } from '../dist/src/workers/pool.js';
import { program } from '../dist/src/workers/thread.js';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    inputs: { type: 'string', default: '1000' },
    only: { type: 'string' },
  },
});
const [workers, rounds, inputs] = [values.workers, values.rounds, values.inputs].map(Number);
const engine = await startEngine('wasm');
const { train, test } = glyphs({ train: 1000, test: inputs, seed: 1 });
const network = leNet5({ itemShape: train.itemShape, classes: 10, seed: 1 });
await standardTraining({ epochs: 5 }).fit(network, train, { random: createRandom(1) });

const evaluations = {
  'PGD-40': () =>
    evaluateRobustness(network, test, pgd.with({ steps: 40 }), { epsilon: 0.05, seed: 1, dropBroken: false }),
  autoAttack: () => evaluateRobustness(network, test, autoAttack, { epsilon: 0.02, seed: 1 }),
  CLEVER: () => cleverScore(network, test, { seed: 1, limit: inputs / 5 }),
};

await printStart();
for (const [name, evaluate] of Object.entries(evaluations)) {
  if (values.only !== undefined && values.only !== name) continue;
  await endThreads();
  await printRatios(name, evaluate);
}

/** Starts the threads, and prints how long it takes and by how much the process grows. */
async function printStart() {
  const [before, start] = [process.memoryUsage.rss(), performance.now()];
  await withThreads(workers, engine, program.file, (threads) => Promise.all(threads.map(({ ready }) => ready)));
  const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20 / workers;
  console.log(
    `${workers} threads start in ${((performance.now() - start) / 1000).toFixed(2)} s, and take ${megabytes.toFixed(0)} MiB each`,
  );
}

/** Prints the times of an evaluation on one thread and on workers. */
async function printRatios(name, evaluate) {
  const ratios = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await timed(0, evaluate);
    const together = await timed(workers, evaluate);
    if (alone.value !== together.value) throw new Error(`${name}: ${alone.value} is not ${together.value}.`);
    ratios.push(alone.wall / together.wall);
    console.log(
      `${name}: one thread ${show(alone)}; ${workers} workers ${show(together)}; ratio of wall times ${ratios.at(-1).toFixed(2)}`,
    );
  }
  ratios.sort((a, b) => a - b);
  console.log(`${name}: median ratio ${ratios[Math.floor(rounds / 2)].toFixed(2)}, result ${(await evaluate()).value}`);
}

async function timed(count, evaluate) {
  configure({ workers: count });
  const [start, before, memory] = [performance.now(), process.cpuUsage(), process.memoryUsage.rss()];
  const { value } = await evaluate();
  const { user, system } = process.cpuUsage(before);
  const grown = (process.memoryUsage.rss() - memory) / 2 ** 20;
  return { value, wall: (performance.now() - start) / 1000, processor: (user + system) / 1e6, grown };
}

function show({ wall, processor, grown }) {
  return `${wall.toFixed(1)} s (${processor.toFixed(1)} s of processor, ${grown.toFixed(0)} MiB more)`;
}
