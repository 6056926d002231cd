"""Golden values of the acquisition functions, from other people's implementations.

    python specs/reference/generators/acquisition.py     (pip install scikit-learn modAL-python scikit-activeml)

Writes specs/reference/golden/acquisition.json: softmax outputs of a small network of scikit-learn on its digits, kept in
float32 so that some are exactly 0 and 1, with duplicated rows for ties; the scores of modAL and scikit-activeml on them; and
NumPy's 50-bin histogram of every characteristic.
"""
import base64
import json
import pathlib
import types

import numpy as np
import modAL.uncertainty
import scipy
import sklearn
import skactiveml
from skactiveml.pool import uncertainty_scores
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

rows = 240
inputs, labels = load_digits(return_X_y=True)
network = MLPClassifier((32,), max_iter=12, learning_rate_init=0.004, random_state=1).fit(inputs[:300], labels[:300])
probabilities = network.predict_proba(inputs[300 : 300 + rows]).astype(np.float32)
probabilities[5] = probabilities[20] = np.float32([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
probabilities[6] = np.float32(0.1)
probabilities[200:] = probabilities[40:80]  # ties
p = probabilities.astype(np.float64)

model = types.SimpleNamespace(predict_proba=lambda given: given)
scores = {
    "maxEntropy": modAL.uncertainty.classifier_entropy(model, p),
    "leastConfidence": modAL.uncertainty.classifier_uncertainty(model, p),
    "margin": -modAL.uncertainty.classifier_margin(model, p),
    "deepGini": 1 - (p**2).sum(axis=1),
    "marginRatio": np.divide(*np.partition(p, (-2, -1), axis=1)[:, [-2, -1]].T),
}
normalised = p / p.sum(axis=1, keepdims=True)
for name, method in [("maxEntropy", "entropy"), ("leastConfidence", "least_confident"), ("margin", "margin_sampling")]:
    other = uncertainty_scores(normalised, method=method)
    shift = 1 if name == "margin" else 0  # scikit-activeml scores 1 - (p1 - p2)
    assert np.allclose(other - shift, scores[name], atol=1e-6), name

characteristics = {
    "entropy": scores["maxEntropy"],
    "gini": scores["deepGini"],
    "leastConfidence": scores["leastConfidence"],
    "margin": -scores["margin"],
}
golden = {
    "made with": {m.__name__: m.__version__ for m in (np, scipy, sklearn, skactiveml)} | {"modAL": "0.4.2.1"},
    "rows": rows,
    "columns": 10,
    "probabilities": base64.b64encode(probabilities.tobytes()).decode(),
    "scores": {name: values.tolist() for name, values in scores.items()},
    "histograms": {name: np.histogram(values, bins=50)[0].tolist() for name, values in characteristics.items()},
}
print("exact zeros", (p == 0).sum(), "exact ones", (p == 1).sum(), "entropy range", scores["maxEntropy"].min(), scores["maxEntropy"].max())
(pathlib.Path(__file__).parent.parent / "golden" / "acquisition.json").write_text(json.dumps(golden) + "\n")
