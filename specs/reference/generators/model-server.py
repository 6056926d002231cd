"""Trains a logistic regression on the digits of scikit-learn and writes what MLServer needs to serve it, with its answers.

Usage: python model-server.py --output FOLDER --port PORT   (needs mlserver and mlserver-sklearn)
"""

import argparse
import json
from pathlib import Path

import joblib
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

parser = argparse.ArgumentParser()
parser.add_argument("--output", type=Path, required=True)
parser.add_argument("--port", type=int, required=True)
arguments = parser.parse_args()

pixels, labels = load_digits(return_X_y=True)
inputs = (pixels / 16).astype("float32")
model = LogisticRegression(max_iter=200).fit(inputs[:1200], labels[:1200])
joblib.dump(model, arguments.output / "model.joblib")

settings = {
    "name": "digits",
    "implementation": "mlserver_sklearn.SKLearnModel",
    "parameters": {"uri": "./model.joblib", "version": "v1"},
}
server = {
    "host": "127.0.0.1",
    "http_port": arguments.port,
    "grpc_port": arguments.port + 1,
    "metrics_port": arguments.port + 2,
    "parallel_workers": 0,
    "debug": False,
}
tested = inputs[1200:1600]
answers = {
    "inputs": tested.ravel().tolist(),
    "labels": labels[1200:1600].tolist(),
    "predicted": model.predict(tested).tolist(),
    "probabilities": model.predict_proba(tested).ravel().tolist(),
}
for name, content in {"model-settings": settings, "settings": server, "answers": answers}.items():
    (arguments.output / f"{name}.json").write_text(json.dumps(content))
