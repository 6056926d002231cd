#!/usr/bin/env bash
# onnxruntime 1.32.0: the operator Normalizer of ai.onnx.ml with norm MAX, on negative values.
#
# Expected: rows divided by their largest magnitude, as Normalizer(norm='max') of scikit-learn, which skl2onnx exports to this operator, and as
# the reference evaluator of the package onnx: (-1, -4, -2) becomes (-0.25, -1, -0.5).
# Seen: rows are divided by their largest value, which may be negative, so all signs change: (1, 4, 2). The text of the standard, X / max(X),
# allows both.
# Affects: pipelines of scikit-learn that normalise by the maximum behind a scaler that centres; they predict otherwise than in training.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.4.6 scikit-learn==1.9.1 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 2>/dev/null
cat >seen.py <<'PROGRAM'
import numpy as np
import onnx
import onnxruntime
import skl2onnx
from onnx.reference import ReferenceEvaluator
from sklearn.preprocessing import Normalizer

rows = np.array([[-1, -4, -2], [1, -4, 2]], np.float32)
normalizer = Normalizer(norm='max').fit(rows)
model = skl2onnx.to_onnx(normalizer, rows[:1])
name = model.graph.input[0].name
runtime = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {name: rows})[0]
reference = ReferenceEvaluator(model).run(None, {name: rows})[0]
print('onnxruntime', onnxruntime.__version__, 'onnx', onnx.__version__, 'skl2onnx', skl2onnx.__version__)
print('scikit-learn', normalizer.transform(rows).tolist(), 'onnx', reference.tolist(), 'onnxruntime', runtime.tolist())
assert np.allclose(normalizer.transform(rows), [[-0.25, -1, -0.5], [0.25, -1, 0.5]])
assert np.allclose(reference, normalizer.transform(rows))
assert np.allclose(runtime, [[1, 4, 2], [0.5, -2, 1]])
PROGRAM
venv/bin/python seen.py
