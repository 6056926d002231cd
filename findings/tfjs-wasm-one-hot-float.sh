#!/usr/bin/env bash
# TensorFlow.js 4.22.0 with the WebAssembly backend 4.22.0: tf.oneHot with a floating-point result.
#
# Expected: two columns for the index 1, with 2.5 where it is and 0.5 elsewhere: 0.5 2.5, as on the JavaScript backend.
# Seen: the WebAssembly kernel writes the bits of integers into the result, so 1 becomes 1.4e-45, 2.5 becomes 2.8e-45, and 0.5
# becomes 0; only the default, a result of integers, is right.
# Affects: tf.oneHot(indices, depth, onValue, offValue, 'float32'), and the operator OneHot of graph models with float values.
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
  const rows = (...values) => Array.from(tf.oneHot(tf.tensor1d([1], 'int32'), 2, ...values).dataSync());
  return { integers: rows(), ones: rows(1, 0, 'float32'), others: rows(2.5, 0.5, 'float32') };
};
(async () => {
  const [javascript, wasm] = [await on('cpu'), await on('wasm')];
  console.log('cpu:', JSON.stringify(javascript));
  console.log('wasm:', JSON.stringify(wasm));
  assert.deepEqual(javascript, { integers: [0, 1], ones: [0, 1], others: [0.5, 2.5] });
  assert.deepEqual(wasm.integers, [0, 1]);
  assert.ok(wasm.ones[1] > 0 && wasm.ones[1] < 1e-40);
  assert.ok(wasm.others[1] > 0 && wasm.others[1] < 1e-40 && wasm.others[0] === 0);
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0, WebAssembly backend 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
