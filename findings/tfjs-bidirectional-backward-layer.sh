#!/usr/bin/env bash
# TensorFlow.js 4.22.0: backward_layer in the configuration of a bidirectional layer, which Keras 3 always writes.
#
# Expected: a forward layer with the activation linear and a backward layer with relu give, for an input of -1 and kernels of 1, the
# outputs -1 and 0.
# Seen: the backward layer is ignored; TensorFlow.js reverses a copy of the forward layer, so both outputs are -1.
# Affects: models of Keras with different layers for both directions.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');

const direction = (name, activation, go_backwards) => ({
  class_name: 'SimpleRNN',
  config: {
    ...{ name, units: 1, activation, go_backwards, use_bias: false },
    kernel_initializer: { class_name: 'Ones', config: {} },
    recurrent_initializer: { class_name: 'Zeros', config: {} },
  },
});
const bidirectional = {
  class_name: 'Bidirectional',
  config: {
    ...{ name: 'both', merge_mode: 'concat', batch_input_shape: [null, 1, 1] },
    ...{ layer: direction('forward', 'linear', false), backward_layer: direction('backward', 'relu', true) },
  },
};
const modelTopology = { class_name: 'Sequential', config: { name: 'model', layers: [bidirectional] } };
(async () => {
  const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology }));
  const outputs = Array.from(model.predict(tf.tensor3d([-1], [1, 1, 1])).dataSync());
  console.log('forward (linear):', outputs[0], 'backward (relu):', outputs[1]);
  assert.deepEqual(outputs, [-1, -1]);
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs 2>&1 | grep -v '^$\|====\|Hi, looks like\|speed things up\|Node.js backend'
