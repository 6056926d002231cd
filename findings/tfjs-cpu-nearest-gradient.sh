#!/usr/bin/env bash
# TensorFlow.js 4.22.0, pure JavaScript backend: gradient of nearest-neighbour upsampling of a batch.
#
# Expected: the gradient of upsampling by 2 with the nearest neighbour adds up the four pixels that each pixel became, for every
# image of a batch alike.
# Seen: on the pure JavaScript backend it is right for a batch of one image. In a batch of two the gradient of the second image is
# wrong. The WebAssembly backend is right for both.
# Affects: gradients through `upSampling2d` in Node without a native backend, and whoever takes this backend for the reference.
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

const image = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]; // what flows back into 4 x 4 pixels
const right = [14, 22, 46, 54]; // 1 + 2 + 5 + 6, …
const gradient = async (images) => {
  const weights = tf.tensor4d(Array.from({ length: images }, () => image).flat(), [images, 4, 4, 1]);
  const f = (x) => tf.sum(tf.mul(tf.image.resizeNearestNeighbor(x, [4, 4]), weights));
  return [...(await tf.grad(f)(tf.zeros([images, 2, 2, 1])).data())];
};
(async () => {
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const [one, two] = [await gradient(1), await gradient(2)];
    console.log(backend, 'one image:', one, 'two images:', two);
    assert.deepEqual(one, right);
    assert.deepEqual(two.slice(0, 4), right);
    if (backend === 'cpu') assert.notDeepEqual(two.slice(4), right);
    else assert.deepEqual(two.slice(4), right);
  }
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
