import { EngineError } from '../errors.ts';
import { settings } from '../settings.ts';
import { type Engine } from './contract.ts';
import { type EngineName, engineNames } from '../settings.ts';
import { startJavaScript } from './cpu/start.ts';
import { findPackage } from './native/packages.ts';
import { startNative } from './native/start.ts';
import { tf } from './tensors.ts';
import { startWebAssembly } from './wasm/start.ts';

interface Started {
  readonly engine: Engine;
  /** The name under which TensorFlow.js knows it. */
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
 * Starts a tensor engine and makes it the one in use. Starting one that runs already costs nothing, so whoever needs
 * tensors calls this first.
 *
 * @param name - left out, the engine in use stays, or that of the settings is started; `auto` takes the first that is
 *   installed of node-gpu, node and wasm; a native one that is installed but fails to load is named on stderr with its
 *   cause and passed over
 * @throws EngineError - for an unknown name, and for an engine asked for by name that is absent or fails to start
 */
export async function startEngine(name?: EngineName | 'auto'): Promise<Engine> {
  if (name === undefined && current) return current.engine;
  const engine = name ?? settings().engine;
  if (engine !== 'auto' && !engineNames.includes(engine)) throw unknownEngine(engine);
  const started = await (engine === 'auto' ? (automatic ??= startFirst()) : start(engine));
  if (current !== started) await tf.setBackend(started.backend);
  current = started;
  return started.engine;
}

/**
 * The engine in use.
 *
 * @throws EngineError - if none was started
 */
export function currentEngine(): Engine {
  if (current) return current.engine;
  throw new EngineError('No tensor engine is running.\nAwait startEngine() before the first tensor is made.');
}

/** The engine as reports name it, e.g. `wasm 4.22.0`. */
export function describeEngine(engine: Engine): string {
  return `${engine.name} ${engine.version}`;
}

/**
 * Everything about an engine that can change the last bits of what it computes, e.g. `wasm 4.22.0, 1 thread`: threads are
 * part of it, because they change the order in which sums are taken.
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
      process.stderr.write(`vitest-dnn: ${(error as Error).message}\nGoing on with the next engine.\n`);
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
  return new EngineError(`${source} is ${JSON.stringify(name)}.\nExpected one of auto, ${engineNames.join(', ')}.`);
}
