/**
 * Imports classification networks of torchvision and prints a table: seconds and memory of the import, the differences of outputs
 * and input gradients from PyTorch's, and the seconds of one forward pass.
 *
 *   npm run imported-models -- [--folder FOLDER] [names]
 *
 * Python with torch, torchvision and onnx exports the networks (scripts/imported-models/torchvision-models.py); PYTHON names the
 * interpreter. Exits with 1 if outputs differ by more than 1e-4, relative to the largest, or gradients by more than 1e-3 of their length.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../dist/src/engine/index.js'; // npm run imported-models builds it first
import { tf } from '../dist/src/engine/tensors.js';
import { loadClassifier } from '../dist/src/models/index.js';

const { values: options, positionals: names } = parseArgs({
  options: { folder: { type: 'string' } },
  allowPositionals: true,
});
const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'torchvision-'));
const exported = () => (existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.onnx')) : []);
if (exported().length === 0) {
  const script = new URL('imported-models/torchvision-models.py', import.meta.url).pathname;
  execFileSync(process.env.PYTHON ?? 'python3', [script, folder, ...names], { stdio: 'inherit' });
}

await startEngine('wasm');
const numbers = (path) => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const difference = (some, others) => largest(some.map((value, i) => value - others[i])) / largest(others);
const length = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
/** By length: one ReLU that rounding puts on the other side of 0 changes single values much. */
const angle = (some, others) => length(some.map((value, i) => value - others[i])) / length(others);

console.log(
  [
    'file'.padEnd(32),
    'MB',
    'import s',
    'memory / file',
    'outputs',
    'gradients',
    'forward s',
    'operators as they are',
  ].join('  '),
);
for (const file of exported()) {
  const name = file.replace(/-\w+\.onnx$/, '');
  if (names.length > 0 && !names.includes(name)) continue;
  const path = join(folder, file);
  const size = statSync(path).size;
  try {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const { model } = await loadClassifier(path);
    const seconds = (performance.now() - start) / 1000;
    const memory = (process.memoryUsage().rss - before) / size;
    const input = numbers(join(folder, `${name}.input`));
    const [outputs, gradients, forward] = tf.tidy(() => {
      const moved = (values) => tf.transpose(tf.tensor(values, [1, 3, 224, 224]), [0, 2, 3, 1]);
      const x = moved(input);
      const apply = (each) => model.apply(each, { training: false });
      apply(x).dataSync();
      const begin = performance.now();
      const y = apply(x).dataSync();
      const time = (performance.now() - begin) / 1000;
      const weighted = (each) => tf.sum(tf.mul(apply(each), tf.linspace(-1, 1, y.length)));
      const slope = tf.grad(weighted)(x).dataSync();
      const [wanted, steep] = [
        numbers(join(folder, `${name}.output`)),
        moved(numbers(join(folder, `${name}.gradient`))).dataSync(),
      ];
      return [difference(y, wanted), angle(slope, steep), time];
    });
    const kinds = model.layers
      .filter((layer) => layer.getClassName() === 'GraphOperation')
      .map((layer) => layer.operator);
    const moves = model.layers.filter((layer) => layer.getClassName() === 'Permute').length;
    if (!(outputs < 1e-4 && gradients < 1e-3)) process.exitCode = 1;
    const counts = [...new Set(kinds)].map((kind) => `${kinds.filter((each) => each === kind).length} ${kind}`);
    console.log(
      [
        file.padEnd(32),
        (size / 1e6).toFixed(1),
        seconds.toFixed(2),
        memory.toFixed(1),
        outputs.toExponential(1),
        gradients.toExponential(1),
        forward.toFixed(2),
        [...counts, ...(moves ? [`${moves} transpositions`] : [])].join(', '),
      ].join('  '),
    );
    model.dispose();
  } catch (error) {
    process.exitCode = 1;
    console.log(`${file}: ${error.message}`);
  }
}
