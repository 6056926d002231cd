"""Trains a model of scikit-learn on small digits, and writes what MLServer needs to serve it, and digits to test it on.

pip install mlserver mlserver-sklearn
python model.py
mlserver start .
"""

import json

import joblib
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

images, labels = load_digits(return_X_y=True)
images = images / 16
model = LogisticRegression(max_iter=200).fit(images[:1200], labels[:1200])
joblib.dump(model, "model.joblib")

settings = {
    "name": "digits",
    "implementation": "mlserver_sklearn.SKLearnModel",
    "parameters": {"uri": "./model.joblib"},
}
server = {"host": "127.0.0.1", "parallel_workers": 0}
tested = {"images": images[1200:].ravel().tolist(), "labels": labels[1200:].tolist()}
for name, content in {"model-settings": settings, "settings": server, "digits": tested}.items():
    with open(f"{name}.json", "w") as file:
        json.dump(content, file)
