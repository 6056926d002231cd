import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from '../../dist/src/engine/tensors.js';
import { loadClassifier } from '../../dist/src/models/index.js';

const numbers = (path) => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const length = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const minus = (some, others) => some.map((value, i) => value - others[i]);

/**
 * Compares an imported network with PyTorch.
 *
 * @param size - of the image
 * @param ownDifference - of PyTorch's gradients in single precision, or at a point as near as rounding, from those in double: a ReLU
 *   that rounding puts on the other side of 0 changes them
 * @returns the cells of its row, and whether outputs and gradients are close enough
 */
export async function differencesOf(folder, name, file, { size, ownDifference }) {
  const path = join(folder, file);
  const start = performance.now();
  const { model } = await loadClassifier(path);
  const seconds = (performance.now() - start) / 1000;
  const of = (kind) => numbers(join(folder, `${name}.${kind}`));
  const timed = (work) => {
    const begin = performance.now();
    return [work(), (performance.now() - begin) / 1000];
  };
  const [outputs, gradients, forward, backward] = tf.tidy(() => {
    const moved = (values) => tf.transpose(tf.tensor(values, [1, 3, size, size]), [0, 2, 3, 1]);
    const x = moved(of('input'));
    const apply = (each) => model.apply(each, { training: false });
    apply(x).dataSync();
    const [y, forward] = timed(() => apply(x).dataSync());
    const weighted = (each) => tf.sum(tf.mul(apply(each), tf.linspace(-1, 1, y.length)));
    const [slope, backward] = timed(() => tf.grad(weighted)(x).dataSync());
    const [wanted, steep] = [of('output'), moved(of('gradient')).dataSync()];
    return [
      largest(minus(y, wanted)) / largest(wanted),
      length(minus(slope, steep)) / length(steep),
      forward,
      backward,
    ];
  });
  const own = model.layers.filter((layer) => layer.getClassName() === 'GraphOperation').map(({ operator }) => operator);
  const moves = model.layers.filter((layer) => layer.getClassName() === 'Permute').length;
  const counts = [...new Set(own)].map((kind) => `${own.filter((each) => each === kind).length} ${kind}`);
  model.dispose();
  return {
    isRight: outputs < 1e-4 && gradients < Math.max(1e-3, 3 * ownDifference),
    cells: [
      file,
      `${size} × ${size}`,
      (statSync(path).size / 1e6).toFixed(1),
      seconds.toFixed(2),
      outputs.toExponential(1),
      `${gradients.toExponential(1)} (PyTorch ${ownDifference.toExponential(1)})`,
      forward.toFixed(2),
      backward.toFixed(2),
      [...counts, ...(moves ? [`${moves} transpositions`] : [])].join(', ') || '–',
    ],
  };
}
