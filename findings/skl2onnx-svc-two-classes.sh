#!/usr/bin/env bash
# skl2onnx 1.20.0 on onnxruntime 1.32.0: the scores of an SVC of scikit-learn with two classes and without probabilities.
#
# Expected: the class with the larger score is the label, as for every other classifier that is exported with labels and scores.
# Seen: the scores are (d, -d) for the decision function d, which is above 0 for the second class: the larger score belongs to the other
# class for every input. The labels are right. LinearSVC exports d alone, and an SVC of three classes has its scores in order.
# Affects: whoever takes the class of the largest score, as tools do that read scores only: an accuracy of 99 % becomes 1 %.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.4.6 scikit-learn==1.9.1 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 2>/dev/null
cat >seen.py <<'PROGRAM'
import numpy as np
import onnxruntime
import skl2onnx
import sklearn
from sklearn.datasets import load_iris
from sklearn.svm import SVC

print('skl2onnx', skl2onnx.__version__, 'onnxruntime', onnxruntime.__version__, 'scikit-learn', sklearn.__version__)
features, species = load_iris(return_X_y=True)
features = features.astype(np.float32)
for labels, name in [(species == 1).astype(int), 'two classes'], [species, 'three classes']:
    classifier = SVC().fit(features.astype(float), labels)
    model = skl2onnx.to_onnx(classifier, features[:1], options={'zipmap': False})
    session = onnxruntime.InferenceSession(model.SerializeToString())
    answers, scores = session.run(None, {'X': features})
    right = np.mean(answers == classifier.predict(features.astype(float)))
    agree = np.mean(scores.argmax(1) == answers)
    print(name, 'labels as scikit-learn:', right, 'largest score is the label:', agree, 'scores of the first:', scores[0].round(3))
    assert right == 1
    assert agree == 0 if name == 'two classes' else agree == 1
PROGRAM
venv/bin/python seen.py
