#!/usr/bin/env bash
# TensorFlow.js 4.22.0: dilationRate of tf.layers.depthwiseConv2d.
#
# Expected: with kernel [10, 1] and dilationRate [1, 2], the row 1 2 3 4 becomes 1·10 + 3 = 13, 2·10 + 4 = 24, as tf.depthwiseConv2d
# computes it.
# Seen: the layer ignores the rate, so the row becomes 12 23 34; its configuration still has the rate.
# Affects: networks with dilated depthwise layers, also those converted from Keras, whose predictions silently change.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const layer = tf.layers.depthwiseConv2d({ kernelSize: [1, 2], dilationRate: [1, 2], useBias: false, inputShape: [1, 4, 1] });
const model = tf.sequential({ layers: [layer] });
const kernel = tf.tensor4d([10, 1], [1, 2, 1, 1]);
layer.setWeights([kernel]);
const x = tf.tensor4d([1, 2, 3, 4], [1, 1, 4, 1]);
const ofLayer = Array.from(model.predict(x).dataSync());
const ofOperation = Array.from(tf.depthwiseConv2d(x, kernel, 1, 'valid', 'NHWC', [1, 2]).dataSync());
console.log('layer:', ofLayer, 'operation:', ofOperation, 'configured rate:', layer.getConfig().dilationRate);
assert.deepEqual(ofLayer, [12, 23, 34]);
assert.deepEqual(ofOperation, [13, 24]);
assert.deepEqual(layer.getConfig().dilationRate, [1, 2]);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
