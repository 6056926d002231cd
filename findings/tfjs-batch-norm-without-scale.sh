#!/usr/bin/env bash
# TensorFlow.js 4.22.0: gradients through normalisation that has no scale or no offset.
#
# Expected: scale and offset of tf.batchNorm are optional, so its gradient exists without them, as if they were 1 and 0.
# Seen: forward it computes what it should. Any gradient throws a TypeError from inside the tape, on both backends: it keeps the
# scale for later, and follows the offset, without asking whether they are there. Layers show the same: BatchNormalization and
# LayerNormalization with `scale: false` or `center: false`, which Keras applications such as InceptionV3 use throughout.
# Affects: training, saliency and attacks of converted Keras models; prediction works, so that nothing shows before.
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

const [mean, variance, scale, offset] = [[0, 0], [1, 1], [1, 1], [0, 0]];
const kinds = {
  'both': (v) => tf.batchNorm(v, mean, variance, offset, scale, 1e-12),
  'no scale': (v) => tf.batchNorm(v, mean, variance, offset, undefined, 1e-12),
  'no offset': (v) => tf.batchNorm(v, mean, variance, undefined, scale, 1e-12),
};
const attempt = (f) => {
  try {
    return [...tf.grad((v) => tf.sum(f(v)))(tf.tensor2d([[1, 2], [3, 4]])).dataSync()].map((slope) => slope.toFixed(3)).join(' ');
  } catch (error) {
    return `${error.constructor.name}: ${error.message}`;
  }
};
(async () => {
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    for (const [kind, f] of Object.entries(kinds)) {
      const values = [...(await f(tf.tensor2d([[1, 2], [3, 4]])).data())].map((value) => value.toFixed(3)).join(' ');
      const gradient = attempt(f);
      console.log(backend, `${kind}: values ${values}; gradient ${gradient}`);
      assert.equal(values, '1.000 2.000 3.000 4.000');
      if (kind === 'both') assert.equal(gradient, '1.000 1.000 1.000 1.000');
      else assert.match(gradient, /^TypeError: Cannot read properties of undefined/);
    }
  }
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
