#!/usr/bin/env bash
# TensorFlow.js 4.22.0: the layer tf.layers.alphaDropout in training.
#
# Expected: a dropped value becomes the limit of SELU, -1.7581, before the affine map that keeps mean and variance (Klambauer et al.
# 2017). At a rate of 0.3, ones become 1.3150 or -1.0595, as Keras 3.15 computes them.
# Seen: a dropped value becomes +1.7581, so ones become 1.3150 or 1.9677, and the mean of normal inputs moves from 0 to about 0.9.
# Affects: self-normalising networks trained with TensorFlow.js.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const layer = tf.layers.alphaDropout({ rate: 0.3 });
const values = [...new Set(layer.apply(tf.ones([50, 4]), { training: true }).dataSync())].map((value) => value.toFixed(4));
const mean = layer.apply(tf.randomNormal([5000, 4], 0, 1, 'float32', 1), { training: true }).mean().dataSync()[0];
console.log('ones become', values.sort().join(' or '), '; mean of normal inputs', mean.toFixed(2));
assert.deepEqual(values, ['1.3150', '1.9677']);
assert.ok(mean > 0.8);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
