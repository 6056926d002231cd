#!/usr/bin/env bash
# TensorFlow.js 4.22.0: the layer centerCrop.
#
# Expected: a model that starts with centerCrop accepts images of the shape that it was built for; the crop is the middle of the
# image, as in Keras, and has a gradient.
# Seen: the layer changes the shape that it is asked about, so its input layer afterwards expects the size of the crop, and the
# model refuses its own images. Of five columns, a crop to four cuts the first; Keras cuts the last. The crop has no gradient.
# Affects: models that crop their inputs, and whoever trains or attacks them.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

(async () => {
  await tf.setBackend('cpu');
  const input = tf.input({ shape: [5, 5, 1] });
  const model = tf.model({ inputs: input, outputs: tf.layers.centerCrop({ height: 2, width: 2 }).apply(input) });
  const image = tf.reshape(tf.range(0, 25), [1, 5, 5, 1]);
  let refusal = '';
  try {
    model.predict(image);
  } catch (error) {
    refusal = error.message;
  }
  const layer = tf.layers.centerCrop({ height: 2, width: 4 });
  const pixels = [...(await layer.call(image).data())];
  let gradient = '';
  try {
    tf.grad((x) => tf.sum(layer.call(x)))(image);
  } catch (error) {
    gradient = error.message;
  }
  console.log({ refusal, pixels, gradient });
  assert.match(refusal, /5/);
  assert.deepEqual(pixels, [6, 7, 8, 9, 11, 12, 13, 14]); // Keras: 5, 6, 7, 8, 10, 11, 12, 13
  assert.match(gradient, /gradient/i);
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
