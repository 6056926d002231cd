import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { EngineError } from '../../errors.ts';

/**
 * Returns the number of threads that a native engine may use in this worker: `DNN_THREADS`, else one, because Vitest runs files in
 * parallel.
 *
 * @throws EngineError - if `DNN_THREADS` is not a whole number from 1 to 127
 */
export function wantedThreads(): number {
  const { DNN_THREADS: asked = '1' } = process.env;
  const threads = Number(asked);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 127) return threads;
  throw new EngineError(
    `DNN_THREADS is ${JSON.stringify(asked)}.\nExpected a whole number from 1 to 127.\nUnset it for one thread per worker.`,
  );
}

/**
 * Limits the threads of a binary that reads their number from the environment.
 *
 * @returns the number of threads it will use; in a worker thread that is all cores, because its environment is a copy that
 *   libraries do not see
 */
export function limitThreads(threads: number): number {
  const { TF_NUM_INTRAOP_THREADS: chosen } = process.env;
  if (chosen !== undefined) return Number(chosen) || availableParallelism();
  if (!isMainThread) return availableParallelism();
  process.env.TF_NUM_INTRAOP_THREADS = process.env.TF_NUM_INTEROP_THREADS = String(threads);
  return threads;
}
