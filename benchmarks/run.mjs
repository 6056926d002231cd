/**
 * Measures this package beside PyTorch on one thread, in turns within one run.
 *
 *   npm run bench -- [engines] [--quick] [--only <part of a row's name>] [--install]
 *
 * engines: wasm by default; several make several columns. --quick takes three samples of each row. Only a run of every row
 * with all samples is written to benchmarks/results/latest.json. --install makes a virtual environment with PyTorch where
 * there is none.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processes, timings } from './cases.mjs';
import { packageOn, pytorchIn, start } from './peers/peer.mjs';
import { findPython } from './peers/python.mjs';
import { ratioOf, summarise } from './summary.mjs';
import { cellsOf, markdown } from './table.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const { values: options, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string', default: '' }, install: { type: 'boolean' } },
  allowPositionals: true,
});
const engines = positionals.length > 0 ? positionals : ['wasm'];
const { python, missing } = findPython(options);
if (missing) console.error(`PyTorch is skipped. ${missing}`);
const specifications = [...engines.map(packageOn), ...(python ? [pytorchIn(python)] : [])];

const peers = await Promise.all(specifications.map(start));
const rows = [];
for (const timing of timings.filter(isAsked)) rows.push(await compare(timing, 'seconds', takesTime(timing)));
await Promise.all(peers.map((peer) => peer.stop()));
for (const { row, samples, steps } of processes.filter(isAsked)) {
  const unit = steps ? 'bytes' : 'seconds';
  rows.push(await compare({ row, samples }, unit, inProcess(steps)));
}

const head = ['', ...peers.map(({ about }) => `${about.name} ${about.version ?? ''}`.trim())];
const against = python ? engines.map((engine) => `${engine} / PyTorch`) : [];
const table = markdown([...head, ...against], rows.map(cellsOf));
const machine = `${cpus().length} cores of ${cpus()[0].model}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
console.log(`\n${table}\n\n${machine}; one thread each; medians, quartiles in brackets.`);
if (!options.quick && options.only === '') save();

function save() {
  const result = { date: new Date().toISOString(), machine, peers: peers.map(({ about }) => about), rows };
  mkdirSync('benchmarks/results', { recursive: true });
  writeFileSync('benchmarks/results/latest.json', `${JSON.stringify(result, undefined, 2)}\n`);
}

function isAsked({ row }) {
  return row.toLowerCase().includes(options.only.toLowerCase());
}

/** Takes samples of all peers in turns, each round beginning with another; a peer that fails once is not asked again. */
async function compare({ row, samples }, unit, sample) {
  process.stderr.write(`${row} …\n`);
  const taken = specifications.map(() => []);
  const errors = [];
  for (let round = 0; round < (options.quick ? Math.min(samples, 3) : samples); round++) {
    for (let turn = 0; turn < taken.length; turn++) {
      const peer = (turn + round) % taken.length;
      if (errors[peer]) continue;
      const answer = await sample(peer);
      if (answer.error) errors[peer] = answer.error;
      else taken[peer].push(answer[unit]);
    }
  }
  const results = taken.map((values, peer) => (errors[peer] ? { error: errors[peer] } : summarise(values)));
  const ratios = python ? engines.map((_, peer) => ratioOf(taken[peer], taken.at(-1))) : [];
  return { row, unit, results, ratios, taken };
}

/** Samples of a peer that runs all the while; the first is for warming up and does not count. */
function takesTime({ row, samples, ...asked }) {
  const warm = new Set();
  return async (peer) => {
    if (!warm.has(peer) && asked.inputs === undefined) await peers[peer].ask(asked);
    warm.add(peer);
    return peers[peer].ask(asked);
  };
}

/** Samples of a fresh process: the time until it is ready, or its peak memory after the steps. */
function inProcess(steps) {
  return async (index) => {
    const peer = await start(specifications[index]);
    const failed = peer.about.error ? peer.about : steps && (await peer.ask(steps));
    const answer = failed?.error
      ? failed
      : steps
        ? await peer.ask({ measurement: 'memory' })
        : { seconds: peer.seconds };
    await peer.stop();
    return answer;
  };
}
