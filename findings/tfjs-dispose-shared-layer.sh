#!/usr/bin/env bash
# TensorFlow.js 4.22.0: disposing a model that applies a layer twice.
#
# Expected: model.dispose() frees the weights of the model and reports them in numDisposedVariables.
# Seen: the weights of a layer that is applied twice remain, and numDisposedVariables does not count them: each application adds a
# reference to the layer, but dispose() takes only one away. A second call of model.dispose() throws.
# Affects: memory of programs that build and drop models with shared layers.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const build = (times) => {
  const inputs = tf.input({ shape: [4] });
  const layer = tf.layers.dense({ units: 4, kernelInitializer: 'zeros' });
  let outputs = inputs;
  for (let i = 0; i < times; i++) outputs = layer.apply(outputs);
  return tf.model({ inputs, outputs });
};
const remaining = (times) => {
  const before = tf.memory().numTensors;
  const model = build(times);
  const { numDisposedVariables } = model.dispose();
  assert.throws(() => model.dispose(), /already disposed/);
  return [tf.memory().numTensors - before, numDisposedVariables];
};
const [once, twice] = [remaining(1), remaining(2)];
console.log('[tensors that remain, variables disposed]: applied once', once, 'applied twice', twice);
assert.deepEqual(once, [0, 2]);
assert.deepEqual(twice, [2, 0]);
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
