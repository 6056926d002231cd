#!/usr/bin/env bash
# TensorFlow.js 4.22.0: the gradient of average pooling with padding 'same' at the border.
#
# Expected: the gradient of a function agrees with its differences.
# Seen: average pooling with padding `same` divides by the values that a window really holds, its gradient by the size of the
# window. Where the last window hangs over the border, the gradient of its values is too small: 1 instead of 1.5 for the last of
# four values under windows of two. Both backends, in two and in three axes.
# Affects: every gradient through `averagePooling` with `same`: training, adversarial attacks, saliency.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(`${require('node:path').dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);

const inTwo = (x) => tf.sum(tf.avgPool(x, [2, 1], [1, 1], 'same'));
const inThree = (x) => tf.sum(tf.avgPool3d(x, [2, 1, 1], [1, 1, 1], 'same'));
const values = [1, 2, 3, 4];
const differences = (f, shape) =>
  values.map((_, at) => {
    const moved = values.map((value, i) => (i === at ? value + 1 : value)); // f is linear: any step is exact
    return tf.sub(f(tf.tensor(moved, shape)), f(tf.tensor(values, shape))).dataSync()[0];
  });
(async () => {
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    for (const [f, shape] of [[inTwo, [1, 4, 1, 1]], [inThree, [1, 4, 1, 1, 1]]]) {
      const gradient = [...(await tf.grad(f)(tf.tensor(values, shape)).data())];
      const expected = differences(f, shape);
      console.log(backend, `${shape.length - 2} axes: gradient`, gradient, 'differences', expected);
      assert.deepEqual(expected, [0.5, 1, 1, 1.5]);
      assert.deepEqual(gradient, [0.5, 1, 1, 1]);
    }
  }
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
