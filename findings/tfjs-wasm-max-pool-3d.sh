#!/usr/bin/env bash
# TensorFlow.js 4.22.0, WebAssembly backend: max pooling in three axes of negative numbers.
#
# Expected: the maximum of two negative numbers is the larger of them, on every backend.
# Seen: on the WebAssembly backend every window of negative numbers has the maximum 1.1755e-38, the smallest positive float32,
# which seems to be where the search starts. The gradient then goes to the first input, which is not the maximum. The pure
# JavaScript backend and max pooling in two axes are right. After a ReLU nothing shows; behind normalisation or tanh it does.
# Affects: networks on volumes or video (`maxPooling3d` of tfjs-layers) that pool before their activation.
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

const pooled = (x) => tf.maxPool3d(x, [1, 1, 2], [1, 1, 2], 'valid');
const seen = async (backend) => {
  await tf.setBackend(backend);
  const x = tf.tensor5d([-4, -3, -2, -1], [1, 1, 1, 4, 1]);
  const values = [...(await pooled(x).data())];
  const slopes = [...(await tf.grad((v) => tf.sum(pooled(v)))(x).data())];
  console.log(backend, 'maxPool3d of -4 -3 | -2 -1:', values, 'gradient:', slopes);
  return { values, slopes };
};
(async () => {
  assert.deepEqual(await seen('cpu'), { values: [-3, -1], slopes: [0, 1, 0, 1] });
  const { values, slopes } = await seen('wasm');
  assert.ok(values.every((value) => value > 0 && value < 1.2e-38));
  assert.deepEqual(slopes, [1, 0, 0, 0]);
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
