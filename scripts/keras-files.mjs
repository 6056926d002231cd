/**
 * Compares Keras applications with random weights, saved as .keras and .h5, with what Keras computes, and prints a table.
 *
 *   npm run keras-files -- [--families] [names]      such as MobileNetV2; all without names
 *
 * `--families` runs the families on the .keras files instead, in minutes per network.
 * Needs a Python with keras and tensorflow, as `python3` or in DNN_PYTHON. The files stay in
 * node_modules/.cache/vitest-dnn-keras. The reference is Keras in double precision. Exits with 1 if logits differ by more than 1e-4 of
 * the largest, or gradients by more than 1e-3 and three times the difference of Keras in single precision, the last column.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../dist/src/engine/index.js'; // npm run keras-files builds it first
import { tf } from '../dist/src/engine/tensors.js';
import { loadClassifier } from '../dist/src/models/index.js';
import { columnsOf, familiesOf } from './imported-models/families.mjs';

const all =
  'MobileNetV2 MobileNet MobileNetV3Small EfficientNetB0 EfficientNetV2B0 ResNet50 ResNet50V2 DenseNet121 Xception InceptionV3 NASNetMobile ConvNeXtTiny VGG16'.split(
    ' ',
  );
const { values: options, positionals } = parseArgs({
  options: { families: { type: 'boolean' } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : all;
const unknown = names.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`keras-files: "${unknown}" is unknown.\nExpected some of ${all.join(', ')}.`);
  process.exit(2);
}
const folder = join('node_modules', '.cache', 'vitest-dnn-keras');
const missing = names.filter((name) => !existsSync(join(folder, `${name}.json`)));
if (missing.length > 0) {
  const python = process.env.DNN_PYTHON ?? 'python3';
  execFileSync(python, ['scripts/keras-files/prepare.py', folder, ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
}

await startEngine();
const bytes = readFileSync(join(folder, 'images.bin'));
const raw = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const difference = (actual, expected) => {
  let [most, scale] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(actual[i] - expected[i]));
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return actual.length === expected.length ? most / scale : NaN;
};
let faults = 0;
if (options.families) {
  console.log(`| network | ${columnsOf().join(' | ')} | seconds |\n|${' --- |'.repeat(columnsOf().length + 2)}`);
  for (const name of names) {
    const { inputs } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const started = performance.now();
    const network = await loadClassifier(join(folder, `${name}.keras`), {
      inputRange: inputs === 'raw' ? [0, 255] : [-1, 1],
    });
    const { cells, isRight } = await familiesOf(network);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`| ${[name, ...cells, seconds].join(' | ')} |${isRight ? '' : ' wrong'}`);
    faults += Number(!isRight);
    network.dispose();
  }
  process.exit(faults === 0 ? 0 : 1);
}
console.log('network            form    parameters    file MB   load s   logits    gradients   of Keras itself');
for (const name of names) {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const inputs = expected.inputs === 'raw' ? raw : raw.map((value) => Math.fround(value / 127.5) - 1);
  for (const form of ['keras', 'h5']) {
    const path = join(folder, `${name}.${form}`);
    const row = `${name.padEnd(18)} ${form.padEnd(6)}`;
    try {
      const started = performance.now();
      const network = await loadClassifier(path, { inputRange: [-1, 255] });
      const seconds = (performance.now() - started) / 1000;
      const { data } = await network.predict(inputs, 3);
      const slopes = tf.tidy(() => {
        const weigh = (x) => tf.sum(tf.mul(network.logits(x), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
        return tf
          .grad(weigh)(tf.tensor(inputs, [3, 96, 96, 3]))
          .dataSync();
      });
      const [logits, gradient] = [difference(data, expected.logits), difference(slopes, expected.gradient)];
      const isFault = !(logits <= 1e-4 && gradient <= Math.max(1e-3, 3 * expected.ownDifference));
      faults += Number(isFault);
      const size = (statSync(path).size / 2 ** 20).toFixed(1);
      console.log(
        `${row} ${String(expected.parameters).padStart(11)} ${size.padStart(10)} ${seconds.toFixed(2).padStart(8)}   ${logits.toExponential(1)}   ${gradient.toExponential(1)}   ${expected.ownDifference.toExponential(1)}${isFault ? '   FAULT' : ''}`,
      );
      network.dispose();
    } catch (error) {
      faults++;
      console.log(`${row} ${error.name}: ${error.message.split('\n').slice(0, 2).join(' ')}`);
    }
  }
}
process.exit(faults === 0 ? 0 : 1);
