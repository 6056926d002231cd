#!/usr/bin/env bash
# TensorFlow.js 4.22.0: a layers model in which one layer reads a value twice, and two other layers read it too, as in h + h · (h · h).
#
# Expected: 3 + 27 = 30 for h = 3, as Keras computes, and as TensorFlow.js computes in training mode.
# Seen: "Tensor is disposed". The executor counts the readers of a value by layer, but counts a layer down once per value that it reads, so
# the value is freed before its last reader.
# Affects: networks with x · x beside another use of x: GELU by its tanh formula, LayerNormalization in steps, also those converted from Keras.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const x = tf.input({ shape: [2] });
const h = tf.layers.dense({ units: 2, kernelInitializer: 'ones' }).apply(x);
const square = tf.layers.multiply().apply([h, h]);
const cube = tf.layers.multiply().apply([h, square]);
const model = tf.model({ inputs: x, outputs: tf.layers.add().apply([h, cube]) });
const values = tf.tensor2d([[1, 2]]);
let seen;
try {
  seen = Array.from(model.predict(values).dataSync()).join(' ');
} catch (error) {
  seen = error.message;
}
const inTraining = Array.from(model.apply(values, { training: true }).dataSync());
console.log('predict:', seen, ' in training mode:', inTraining.join(' '));
assert.equal(seen, 'Tensor is disposed.');
assert.deepEqual(inTraining, [30, 30]);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
