#!/usr/bin/env bash
# TensorFlow.js 4.22.0: gradient of the largest (or smallest) value along an axis where several values tie.
#
# Expected: the slopes of the tied values add up to the slope of the maximum. TensorFlow 2.21 gives each an equal share:
# tf.reduce_max of [1, 5, 5, 5] has the gradient [0, 1/3, 1/3, 1/3].
# Seen: every tied value gets the whole slope, [0, 1, 1, 1], on every backend. Moving all of them by h moves the maximum by h, but
# the gradient predicts 3 h. globalMaxPooling1d and globalMaxPooling2d inherit it.
# Affects: training of convolutional networks on padded texts, where the padding gives many equal steps: its gradient counts as often
# as there are such steps.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const gradient = [...tf.grad((x) => tf.max(x))(tf.tensor1d([1, 5, 5, 5])).dataSync()];
const pooling = tf.layers.globalMaxPooling1d();
const steps = tf.tensor3d([[[2], [2], [2], [1]]]);
const pooled = [...tf.grad((x) => tf.sum(pooling.apply(x)))(steps).dataSync()];
const difference = (tf.max(tf.add(steps, 0.5)).dataSync()[0] - tf.max(steps).dataSync()[0]) / 0.5;
console.log('max:', gradient, 'globalMaxPooling1d:', pooled, 'difference quotient if all steps move:', difference);
assert.deepEqual(gradient, [0, 1, 1, 1]);
assert.deepEqual(pooled, [1, 1, 1, 0]);
assert.equal(difference, 1);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
