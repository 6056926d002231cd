/**
 * Profiles rows of the suite "engine": the share of time per kernel, and between the kernels (the JavaScript of layers, automatic
 * differentiation, optimizer and batches).
 *
 *   node benchmarks/profile.mjs [part of a row's name] [engine]
 */
import { startEngine } from '../dist/src/engine/index.js';
import { tf } from '../dist/src/engine/tensors.js';
import { prepare } from './engine/measurements/index.mjs';
import { timings } from './engine/suite.mjs';
import { markdown } from './table.mjs';

const [part = '', engine = 'wasm'] = process.argv.slice(2);
await startEngine(engine);
const seconds = new Map();
const calls = new Map();
for (const kernel of [...tf.getKernelsForBackend(tf.getBackend())]) watch(kernel);

for (const { row, ...timing } of timings.filter(({ row: name }) => name.toLowerCase().includes(part.toLowerCase()))) {
  try {
    const sample = prepare(timing);
    if (timing.inputs === undefined) await sample();
    seconds.clear();
    calls.clear();
    const start = performance.now();
    await sample();
    print(row, (performance.now() - start) / 1000);
  } catch (error) {
    console.log(`\n${row}: failed: ${error.message.split('\n')[0]}`);
  }
}

/** Replaces a kernel by one that records its time and calls. */
function watch(kernel) {
  const { kernelName, backendName, kernelFunc } = kernel;
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    ...kernel,
    kernelFunc: (parameters) => {
      const start = performance.now();
      const outputs = kernelFunc(parameters);
      seconds.set(kernelName, (seconds.get(kernelName) ?? 0) + (performance.now() - start) / 1000);
      calls.set(kernelName, (calls.get(kernelName) ?? 0) + 1);
      return outputs;
    },
  });
}

function print(row, total) {
  const kernels = [...seconds].toSorted(([, a], [, b]) => b - a);
  const rest = total - kernels.reduce((sum, [, taken]) => sum + taken, 0);
  const lines = [...kernels.slice(0, 10), ['between kernels', rest]].map(([name, taken]) => [
    name,
    `${((100 * taken) / total).toFixed(1)} %`,
    String(calls.get(name) ?? ''),
  ]);
  console.log(`\n${markdown([row, 'share', 'calls'], lines)}`);
}
