import { availableParallelism, cpus, freemem } from 'node:os';
import type { EngineName } from '../engine/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { workersLimit } from '../options.ts';
import { settings } from '../settings.ts';
import { show } from '../show.ts';

/** Measures how many cores nobody used since it was made. */
export type IdleCores = () => number;

/** Most workers that are started unasked, and the memory in bytes that is free for each of them. */
const [mostUnasked, memoryPerWorker] = [16, 2 ** 29];

/** Engines that compute on one thread. Others have threads of their own, and get workers only by number. */
const singleThreaded: ReadonlySet<EngineName> = new Set(['wasm', 'cpu']);

/**
 * Returns the largest number of workers that the settings allow; 0 if none.
 *
 * @throws InvalidOptionError if `DNN_WORKERS` or the setting is no number of workers
 */
export function allowedWorkers(engine: EngineName): number {
  const { workers, filesAtOnce } = settings();
  if (!workersLimit.holds(workers)) throw wrongNumber(workers);
  if (workers !== 'auto') return workers < 2 ? 0 : workers;
  if (!singleThreaded.has(engine)) return 0;
  const share = Math.floor(availableParallelism() / filesAtOnce); // of every file that runs at the same time
  const most = Math.min(share, mostUnasked, Math.floor(freemem() / memoryPerWorker));
  return most < 2 ? 0 : most;
}

/**
 * Returns the number of workers to use; 0 if none. By number, all that are allowed; else no more than there are idle cores, of which this
 * thread frees one when it waits for them.
 */
export function usableWorkers(allowed: number, idle: IdleCores): number {
  if (settings().workers !== 'auto') return allowed;
  const usable = Math.min(allowed, 1 + Math.floor(idle() + tolerance));
  return usable < 2 ? 0 : usable;
}

/** An idle core is not wholly idle: a share of a core for what the system does. */
const tolerance = 0.3;

/** Starts to measure idle cores. In a container that sees the cores of its host only the share of files counts. */
export function watchCores(): IdleCores {
  const cores = availableParallelism();
  const before = idleMilliseconds();
  const start = performance.now();
  return () => (cpus().length === cores ? (idleMilliseconds() - before) / (performance.now() - start) : cores);
}

const idleMilliseconds = (): number => cpus().reduce((sum, { times }) => sum + times.idle, 0);

/** What worker threads cost, in seconds. Specs set all to 0. */
export const costs = {
  /** To start them. */
  start: 1,
  /** To hand work over to threads that have started. */
  use: 0.1,
  /** Work of this thread that tells how long the rest takes. */
  look: 0.2,
  /** The least length of a block that fills no batch: small batches take longer per item. */
  block: 0.3,
};

/**
 * Whether threads save at least twice what they cost.
 *
 * @param left - seconds that the work takes on one thread
 * @param started - threads that have started
 */
export function areWorth(workers: number, left: number, started: number): boolean {
  return workers > 0 && left * (1 - 1 / workers) > 2 * (started < workers ? costs.start : costs.use);
}

function wrongNumber(workers: unknown): InvalidOptionError {
  const { DNN_WORKERS } = process.env;
  const received = DNN_WORKERS ? `DNN_WORKERS is ${JSON.stringify(DNN_WORKERS)}` : `workers is ${show(workers)}`;
  return new InvalidOptionError(`${received}.\nExpected ${workersLimit.expected}.\nUnset it for 'auto'.`);
}
