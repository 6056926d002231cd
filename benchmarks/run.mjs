/**
 * Measures this package beside others on one thread, in turns within one run.
 *
 *   npm run bench -- [suite] [engines] [--quick] [--samples <n>] [--only <parts of rows' names, with | between them>]
 *                    [--against <checkout>] [--install]
 *
 * suite: a folder beside this file, engine by default. engines: wasm by default; several make several columns. --quick takes
 * three samples of each row. Only a run of every row with all samples is written to benchmarks/results. --against takes
 * another checkout of this package, in which `npm ci` was run, as the only peer. --samples takes at least so many samples of each
 * row. --install makes a virtual environment with what the peers need where there is none.
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
const found = (options.against ? [] : others).map((other) => ({ ...other, ...findPython(other.packages, options) }));
for (const { name, missing } of found) if (missing) console.error(`${name} is skipped. ${missing}`);
const scripts = found.filter(({ python }) => python).map((other) => scriptIn(suite, other, other.python));
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
const table = markdown([...head, ...against], rows.map(cellsOf));
const machine = `${cpus().length} cores of ${cpus()[0].model}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
console.log(`\n${table}\n\n${machine}; one thread each; medians, quartiles in brackets.`);
if (!options.quick && !options.against && options.only === '') save();

function save() {
  const result = { date: new Date().toISOString(), suite, machine, peers: peers.map(({ about }) => about), rows };
  mkdirSync('benchmarks/results', { recursive: true });
  const file = suite === 'engine' ? 'latest' : `latest-${suite}`;
  writeFileSync(`benchmarks/results/${file}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Every engine with every other peer, or with itself in another checkout: positions among the specifications. */
function pairs() {
  if (options.against) return engines.map((_, ours) => [ours, engines.length + ours]);
  return engines.flatMap((_, ours) => scripts.map((_, theirs) => [ours, engines.length + theirs]));
}

/** Takes samples of all peers in turns, each round beginning with another; a peer that fails once is not asked again. */
async function compare({ row, samples, unit = 'seconds' }, sample) {
  process.stderr.write(`${row} …\n`);
  const taken = specifications.map(() => []);
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
      if (answer.bytes) bytes[peer].push(answer.bytes);
      notes[peer] = answer.note;
    }
  }
  const results = taken.map((values, peer) => {
    if (errors[peer]) return { error: errors[peer] };
    return { ...summarise(values), peak: summarise(bytes[peer])?.high, note: notes[peer] };
  });
  const ratios = pairs().map(([ours, theirs]) => ratioOf(taken[ours], taken[theirs]));
  const measured = { row, unit, results, ratios, taken };
  process.stderr.write(`  ${cellsOf(measured).slice(1).join(' | ')}\n`);
  return measured;
}

/** Samples of a peer that runs all the while; the first of a case that is short is for warming up and does not count. */
function takesSample({ row, samples, unit, ...asked }) {
  const warm = new Set();
  return async (peer) => {
    if (!warm.has(peer) && asked.inputs === undefined) await peers[peer].ask(asked);
    warm.add(peer);
    return peers[peer].ask(asked);
  };
}

/** Samples of a fresh process: the seconds until it is ready, or its peak memory after the steps. */
function inProcess(steps) {
  return async (index) => {
    const peer = await start(specifications[index]);
    const failed = peer.about.error ? peer.about : steps && (await peer.ask(steps));
    const answer = failed?.error ? failed : steps ? await peer.ask({ measurement: 'memory' }) : { value: peer.seconds };
    await peer.stop();
    return answer;
  };
}
