#!/usr/bin/env bash
# TensorFlow.js 4.22.0: padding 'same' in three axes where the stride exceeds the window.
#
# Expected: with padding `same` and a stride of 2, a window of one value visits the 1st and the 3rd of four values, as it does in
# two axes and in TensorFlow, whose padding is never below 0.
# Seen: in three axes it visits the 2nd and the 4th, in convolutions and in pooling alike, on both backends: the total padding
# of (2 - 1) * 2 + 1 - 4 = -1 is not raised to 0, so the window starts one value late.
# Affects: the 1 x 1 x 1 shortcut with stride 2 of a residual network on volumes: its output is shifted beside the main branch.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --silent @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 >/dev/null 2>&1
cat >seen.cjs <<'PROGRAM'
const assert = require('node:assert/strict');
const tf = require('@tensorflow/tfjs');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(`${require('node:path').dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);

(async () => {
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const row = [1, 2, 3, 4];
    const volume = tf.tensor5d(row, [1, 1, 1, 4, 1]);
    const image = tf.tensor4d(row, [1, 1, 4, 1]);
    const seen = {
      conv2d: [...(await tf.conv2d(image, tf.ones([1, 1, 1, 1]), [1, 2], 'same').data())],
      conv3d: [...(await tf.conv3d(volume, tf.ones([1, 1, 1, 1, 1]), [1, 1, 2], 'same').data())],
      avgPool3d: [...(await tf.avgPool3d(volume, [1, 1, 1], [1, 1, 2], 'same').data())],
    };
    console.log(backend, 'of 1 2 3 4, stride 2, same:', JSON.stringify(seen));
    assert.deepEqual(seen, { conv2d: [1, 3], conv3d: [2, 4], avgPool3d: [2, 4] });
  }
})();
PROGRAM
printf 'Node %s, TensorFlow.js 4.22.0\n' "$(node --version)"
node seen.cjs
