import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));

/** The packages of the native engine, installed by `npm run test:native`. */
const nativeModules = join(dirname(folder), 'node_modules/.cache/vitest-dnn-native/node_modules');

/** Returns the command of a peer: this package on an engine, or the build of another checkout. */
export function packageOn(suite, engine, checkout) {
  const program = join(checkout ? join(resolve(checkout), 'benchmarks') : folder, 'peers/package.mjs');
  const name = `vitest-dnn, ${engine}${checkout ? ` of ${basename(resolve(checkout))}` : ''}`;
  return { name, command: process.execPath, parameters: [program, suite, engine] };
}

/** Returns the command of a peer: a script of the suite, run by a Python. */
export function scriptIn(suite, { name, script }, python) {
  return { name, command: python, parameters: [join(folder, suite, script)] };
}

/**
 * Starts a peer in its own process, limited to one thread.
 *
 * @returns its description, the seconds until it was ready, `ask` (takes a case, returns an answer) and `stop`
 */
export async function start({ name, command, parameters }) {
  const began = performance.now();
  const oneThread = {
    DNN_WORKERS: '0',
    OMP_NUM_THREADS: '1',
    MKL_NUM_THREADS: '1',
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '1',
  };
  const child = spawn(command, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...oneThread, NODE_PATH: process.env.NODE_PATH || nativeModules },
  });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = String(text).trim().split('\n').at(-1)));
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(complaint || `the process exited with ${signal ?? code}`));
  });
  const lines = createInterface({ input: child.stdout });
  const answer = async () => {
    const line = once(lines, 'line').then(([text]) => JSON.parse(text));
    return Promise.race([line, ended.then((error) => ({ error }))]);
  };

  const about = { name, ...(await answer()) };
  const seconds = (performance.now() - began) / 1000;
  return {
    about,
    seconds,
    ask: async (asked) => {
      if (about.error) return about;
      child.stdin.write(`${JSON.stringify(asked)}\n`);
      return answer();
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
