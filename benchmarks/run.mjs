/**
 * Measures this package beside others on one thread, alternating between them within one run.
 *
 *   npm run bench -- [suite] [engines] [--quick] [--samples <n>] [--only <parts of rows' names, with | between them>]
 *                    [--against <checkout>] [--install]
 *
 * suite: a folder beside this file, engine by default. engines: wasm by default; each engine is a column. --quick takes three
 * samples per row. --samples sets the least number of samples per row. --against compares only with another checkout of this
 * package, in which `npm ci` was run. --install creates a virtual environment with the peers' packages if there is none. Only a run
 * of all rows with all samples is saved to benchmarks/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, read, rowsAsked } from './asked.mjs';
import { packageOn, scriptIn, start } from './peers/peer.mjs';
import { findPython } from './peers/python.mjs';
import { ratioOf, summarise } from './summary.mjs';
import { absent, cellsOf, markdown } from './table.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { suite, engines, options } = read();
const { peers: others, timings, processes = [] } = await import(`./${suite}/suite.mjs`);
const chosen = new Set(rowsAsked([...timings, ...processes], options.only));
const available = (options.against ? [] : others).map((other) => ({
  ...other,
  ...findPython(other.packages, options),
}));
for (const { name, missing } of available) if (missing) console.error(`${name} is skipped. ${missing}`);
const scripts = available.filter(({ python }) => python).map((other) => scriptIn(suite, other, other.python));
const earlier = options.against ? engines.map((engine) => packageOn(suite, engine, options.against)) : [];
const specifications = [...engines.map((engine) => packageOn(suite, engine)), ...scripts, ...earlier];

const peers = await Promise.all(specifications.map(start));
const stopped = peers.find(({ about }, index) => about.error && !scripts.includes(specifications[index]));
if (stopped) {
  await Promise.all(peers.map((peer) => peer.stop()));
  fail(`${stopped.about.name} does not start: ${stopped.about.error}`);
}
const rows = [];
for (const timing of timings.filter((row) => chosen.has(row))) rows.push(await compare(timing, takesSample(timing)));
await Promise.all(peers.map((peer) => peer.stop()));
for (const row of processes.filter((row) => chosen.has(row))) rows.push(await compare(row, inProcess(row.steps)));

const head = ['', ...peers.map(({ about }) => `${about.name} ${about.version ?? ''}`.trim())];
const against = pairs().map(([ours, theirs]) => `${engines[ours]} / ${specifications[theirs].name}`);
const withProcessor = rows.some(({ processorRatios }) => processorRatios.some(Boolean));
if (withProcessor) against.push(...against.map((pair) => `${pair}, CPU time`));
const table = markdown(
  [...head, ...against],
  rows.map((row) => cellsOf(row, withProcessor)),
);
const machine = `${cpus().length} cores of ${cpus()[0].model}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
console.log(`\n${table}\n\n${machine}; one thread each; medians, quartiles in brackets.`);
if (!options.quick && !options.against && options.only === '') save();

function save() {
  const result = { date: new Date().toISOString(), suite, machine, peers: peers.map(({ about }) => about), rows };
  mkdirSync('benchmarks/results', { recursive: true });
  const file = suite === 'engine' ? 'latest' : `latest-${suite}`;
  writeFileSync(`benchmarks/results/${file}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Returns pairs of positions among the specifications: each engine with each other peer, or with itself in another checkout. */
function pairs() {
  if (options.against) return engines.map((_, ours) => [ours, engines.length + ours]);
  return engines.flatMap((_, ours) => scripts.map((_, theirs) => [ours, engines.length + theirs]));
}

/** Takes samples of all peers alternately, starting each round with a different one; a peer that fails is skipped from then on. */
async function compare({ row, samples, unit = 'seconds' }, sample) {
  process.stderr.write(`${row} …\n`);
  const taken = specifications.map(() => []);
  const processorTaken = specifications.map(() => []);
  const bytes = specifications.map(() => []);
  const errors = [];
  const notes = [];
  const count = options.quick ? Math.min(samples, 3) : Math.max(samples, Number(options.samples ?? 1));
  for (let round = 0; round < count; round++) {
    for (let turn = 0; turn < taken.length; turn++) {
      const peer = (turn + round) % taken.length;
      if (errors[peer]) continue;
      const answer = await sample(peer);
      if (answer.error || answer.absent) errors[peer] = answer.error ?? absent;
      else taken[peer].push(answer.value);
      if (answer.processor) processorTaken[peer].push(answer.processor);
      if (answer.bytes) bytes[peer].push(answer.bytes);
      notes[peer] = answer.note;
    }
  }
  const results = taken.map((values, peer) => {
    if (errors[peer]) return { error: errors[peer] };
    return { ...summarise(values), peak: summarise(bytes[peer])?.high, note: notes[peer] };
  });
  const ratios = pairs().map(([ours, theirs]) => ratioOf(taken[ours], taken[theirs]));
  const processorRatios = pairs().map(([ours, theirs]) => ratioOf(processorTaken[ours], processorTaken[theirs]));
  const measured = { row, unit, results, ratios, processorRatios, taken, processorTaken };
  process.stderr.write(`  ${cellsOf(measured, true).slice(1).join(' | ')}\n`);
  return measured;
}

/** Takes samples from a running peer. The first sample of a short case is a warm-up and is discarded. */
function takesSample({ row, samples, unit, ...asked }) {
  const warm = new Set();
  return async (peer) => {
    if (!warm.has(peer) && asked.inputs === undefined) await peers[peer].ask(asked);
    warm.add(peer);
    return peers[peer].ask(asked);
  };
}

/** Takes samples from new processes: the seconds until ready, or the peak memory after the steps. */
function inProcess(steps) {
  return async (index) => {
    const peer = await start(specifications[index]);
    const failed = peer.about.error ? peer.about : steps && (await peer.ask(steps));
    const answer = failed?.error ? failed : steps ? await peer.ask({ measurement: 'memory' }) : { value: peer.seconds };
    await peer.stop();
    return answer;
  };
}
