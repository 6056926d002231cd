#!/usr/bin/env bash
# TensorFlow.js 4.22.0: weight constraints.
#
# Expected: as in Keras, a constraint is applied after each optimizer step, and setting weights sets them.
# Seen: setting weights projects them, so that a model built from getConfig() and getWeights() is another one; a training step
# does not project, so that the weights violate their constraint after fit.
# Affects: copies and loaded files of models whose weights violate a constraint, and every training that relies on one.
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
  const dense = () =>
    tf.layers.dense({ units: 1, inputShape: [2], useBias: false, kernelInitializer: 'ones', kernelConstraint: 'nonNeg' });
  const model = tf.sequential({ layers: [dense()] });
  model.setWeights([tf.tensor2d([[-1], [2]])]);
  const written = [...model.getWeights()[0].dataSync()];
  console.log('set to -1, 2:', written.join(', '));
  assert.deepEqual(written, [0, 2]);
  model.compile({ optimizer: tf.train.sgd(1), loss: 'meanSquaredError' });
  await model.fit(tf.tensor2d([[1, 0]]), tf.tensor2d([[-3]]), { epochs: 1, verbose: 0 });
  const trained = [...model.getWeights()[0].dataSync()];
  console.log('after a step of gradient descent under nonNeg:', trained.join(', '));
  assert.ok(trained[0] < 0);
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
