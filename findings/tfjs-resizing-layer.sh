#!/usr/bin/env bash
# TensorFlow.js 4.22.0: the layer tf.layers.resizing in a model.
#
# Expected: a model that resizes images [4, 5, 2] to 6 x 3 declares the output [null, 6, 3, 2] and predicts it.
# Seen: the declared output is [6, 3, 5], without a batch and with the width in place of the channels, so no layer that reads the
# shape can follow; model.predict throws.
# Affects: models with Resizing, also those converted from Keras.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const model = tf.sequential({
  layers: [tf.layers.inputLayer({ inputShape: [4, 5, 2] }), tf.layers.resizing({ height: 6, width: 3 })],
});
let message;
try {
  model.predict(tf.zeros([1, 4, 5, 2]));
} catch (error) {
  message = error.message;
}
console.log('declared:', model.outputs[0].shape, 'predict:', message);
assert.deepEqual(model.outputs[0].shape, [6, 3, 5]);
assert.ok(message);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
