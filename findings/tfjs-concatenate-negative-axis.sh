#!/usr/bin/env bash
# TensorFlow.js 4.22.0: tf.layers.concatenate with a negative axis other than -1.
#
# Expected: along axis -2, two inputs of shape [1, 2, 2] become [1, 4, 2]: the values 1 … 8 stay in order, as by tf.concat.
# Seen: the layer takes every negative axis for the last one, but declares the right shape. Behind a flattening the numbers of
# values agree, so a network computes with exchanged values and no error: 1 2 5 6 3 4 7 8.
# Affects: networks with Concatenate(axis=-2), also those converted from Keras.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const inputs = [tf.input({ shape: [2, 2] }), tf.input({ shape: [2, 2] })];
const joined = tf.layers.concatenate({ axis: -2 }).apply(inputs);
const model = tf.model({ inputs, outputs: tf.layers.flatten().apply(joined) });
const [a, b] = [tf.tensor3d([1, 2, 3, 4], [1, 2, 2]), tf.tensor3d([5, 6, 7, 8], [1, 2, 2])];
const ofLayer = Array.from(model.predict([a, b]).dataSync());
const ofOperation = Array.from(tf.concat([a, b], -2).dataSync());
console.log('declared:', joined.shape, 'layer:', ofLayer.join(' '), 'operation:', ofOperation.join(' '));
assert.deepEqual(joined.shape, [null, 4, 2]);
assert.deepEqual(ofLayer, [1, 2, 5, 6, 3, 4, 7, 8]);
assert.deepEqual(ofOperation, [1, 2, 3, 4, 5, 6, 7, 8]);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
