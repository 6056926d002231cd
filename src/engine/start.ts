import { EngineError } from '../errors.ts';
import { settings } from '../settings.ts';
import { type Engine } from './contract.ts';
import { type EngineName, engineNames } from '../settings.ts';
import { startJavaScript } from './cpu/start.ts';
import { findPackage } from './native/packages.ts';
import { wantedThreads } from './native/threads.ts';
import { startNative } from './native/start.ts';
import { show } from '../show.ts';
import { tf } from './tensors.ts';
import { startWebAssembly } from './wasm/start.ts';

interface Started {
  readonly engine: Engine;
  /** The name of its backend in TensorFlow.js. */
  readonly backend: string;
}

const starters: Record<EngineName, () => Promise<Started>> = {
  'node-gpu': async () => ({ engine: await startNative('node-gpu'), backend: 'tensorflow' }),
  node: async () => ({ engine: await startNative('node'), backend: 'tensorflow' }),
  wasm: async () => ({ engine: await startWebAssembly(), backend: 'wasm' }),
  cpu: async () => ({ engine: await startJavaScript(), backend: 'cpu' }),
};

const starting = new Map<EngineName, Promise<Started>>();
let current: Started | undefined;
let automatic: Promise<Started> | undefined;

/**
 * Starts a tensor engine and makes it the current one. Call it before the first tensor is created; starting a running engine again
 * costs nothing.
 *
 * @param name - `auto` starts the first installed engine of node-gpu, node and wasm; if an installed engine fails to load, the
 *   reason is printed to stderr and the next one is tried. If `name` is omitted, the current engine remains, or the engine of
 *   the settings is started
 * @returns the engine
 * @throws EngineError - if the name is unknown, `DNN_THREADS` is no number of threads, or if the named engine is absent or fails to start
 */
export async function startEngine(name?: EngineName | 'auto'): Promise<Engine> {
  if (name === undefined && current) return current.engine;
  const engine = name ?? settings().engine;
  if (engine !== 'auto' && !engineNames.includes(engine)) throw unknownEngine(engine);
  wantedThreads(); // throws on a wrong DNN_THREADS, also if the engine uses one thread
  const started = await (engine === 'auto' ? (automatic ??= startFirst()) : start(engine));
  if (current !== started) await tf.setBackend(started.backend);
  current = started;
  return started.engine;
}

/**
 * Returns the current engine.
 *
 * @throws EngineError - if no engine was started
 */
export function currentEngine(): Engine {
  if (current) return current.engine;
  throw new EngineError('No tensor engine is running.\nAwait startEngine() before creating the first tensor.');
}

/** Returns the engine's name in reports, e.g. `wasm 4.22.0`. */
export function describeEngine(engine: Engine): string {
  return `${engine.name} ${engine.version}`;
}

/**
 * Returns all properties of an engine that can change the last bits of its results, e.g. `wasm 4.22.0, 1 thread`. The number of
 * threads is included because it changes the order of summation.
 */
export function describeComputation(engine: Engine): string {
  return `${describeEngine(engine)}, ${engine.threads} ${engine.threads === 1 ? 'thread' : 'threads'}`;
}

async function startFirst(): Promise<Started> {
  for (const name of ['node-gpu', 'node'] as const) {
    if (!findPackage(name)) continue;
    try {
      return await start(name);
    } catch (error) {
      process.stderr.write(`vitest-dnn: ${(error as Error).message}\nTrying the next engine.\n`);
    }
  }
  return start('wasm');
}

function start(name: EngineName): Promise<Started> {
  let started = starting.get(name);
  if (!started) {
    started = starters[name]();
    started.catch(() => starting.delete(name));
    starting.set(name, started);
  }
  return started;
}

function unknownEngine(name: string): EngineError {
  const source = process.env.DNN_ENGINE === name ? 'DNN_ENGINE' : 'engine';
  return new EngineError(
    `${source} is ${typeof name === 'string' ? JSON.stringify(name) : show(name)}.\nExpected one of auto, ${engineNames.join(', ')}.`,
  );
}
