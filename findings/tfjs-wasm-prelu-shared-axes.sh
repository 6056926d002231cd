#!/usr/bin/env bash
# TensorFlow.js 4.22.0 with the WebAssembly backend 4.22.0: tf.prelu whose slopes are shared along the last axis.
#
# Expected: slopes 2 and 3 of shape [2, 1] belong to the rows of x [2, 2], so -1 -1 | -1 -1 becomes -2 -2 | -3 -3, as on the
# JavaScript backend.
# Seen: the WebAssembly kernel repeats the slopes in their order whatever their shape, so the result is -2 -3 | -2 -3.
# Affects: tf.layers.prelu with sharedAxes other than all leading axes, also in networks converted from Keras.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const { dirname, sep } = require('node:path');
const tf = require('@tensorflow/tfjs');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');

setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
const on = async (backend) => {
  await tf.setBackend(backend);
  return Array.from(tf.prelu(tf.fill([2, 2], -1), tf.tensor2d([2, 3], [2, 1])).dataSync());
};
(async () => {
  const [javascript, wasm] = [await on('cpu'), await on('wasm')];
  console.log('cpu:', javascript.join(' '), 'wasm:', wasm.join(' '));
  assert.deepEqual(javascript, [-2, -2, -3, -3]);
  assert.deepEqual(wasm, [-2, -3, -2, -3]);
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0, WebAssembly backend 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
