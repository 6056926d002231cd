#!/usr/bin/env bash
# ONNX Runtime 1.30.0 for JavaScript: the shape that `session.inputMetadata` states for an axis without a size and without a name, which
# is how converters write the batch.
#
# Expected: one value in both packages that is no possible size, such as None in Python.
# Seen: onnxruntime-node states an empty name; onnxruntime-web states the number 4294967295, which looks like a size.
# Affects: programs that fill a batch of fixed size, or compute an open axis, from the metadata of onnxruntime-web.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
ONNXRUNTIME_NODE_INSTALL=skip npm install --no-audit --no-fund --silent onnxruntime-node@1.30.0 onnxruntime-web@1.30.0 >/dev/null 2>&1
cat >seen.mjs <<'PROGRAM'
import assert from 'node:assert/strict';

// y = relu(x), with x of the shape [?, 4]: made by onnx.helper, IR 10, opset 18
const model = Uint8Array.from(Buffer.from('CAoSADo3CgwKAXgSAXkiBFJlbHUSAWdaEQoBeBIMCgoIARIGCgAKAggEYhEKAXkSDAoKCAESBgoACgIIBEIECgAQEg==', 'base64'));
const stated = {};
for (const name of ['onnxruntime-node', 'onnxruntime-web']) {
  const module = await import(name);
  const { InferenceSession } = module.InferenceSession ? module : module.default;
  const session = await InferenceSession.create(model);
  stated[name] = session.inputMetadata[0].shape;
}
console.log(JSON.stringify(stated));
assert.deepEqual(stated, { 'onnxruntime-node': ['', 4], 'onnxruntime-web': [4294967295, 4] });
PROGRAM
printf 'Node %s, ONNX Runtime 1.30.0\n' "$(node --version)"
node seen.mjs
