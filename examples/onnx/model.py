"""Trains a network of scikit-learn on small digits, converts it to ONNX, and writes the digits to test it on.

pip install scikit-learn skl2onnx
python model.py
"""

import gzip

import numpy as np
import onnx
from skl2onnx import to_onnx
from skl2onnx.helpers.onnx_helper import select_model_inputs_outputs
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

images, labels = load_digits(return_X_y=True)
images = np.round(images * 255 / 16).astype(np.uint8)
labels = labels.astype(np.uint8)

network = MLPClassifier((32,), alpha=0.1, max_iter=500, random_state=1)
network.fit(images[:1200] / 255, labels[:1200])

# The converter also writes the labels as an output; a classifier has one output, the probabilities
converted = to_onnx(network, images[:1].astype(np.float32), options={"zipmap": False})
onnx.save(select_model_inputs_outputs(converted, "probabilities"), "digits.onnx")


def write_idx(name, array):
    """Writes bytes in the format of MNIST."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    with open(f"data/{name}.gz", "wb") as file:
        file.write(gzip.compress(header + array.tobytes(), mtime=0))


for name, part in {"train": slice(300), "t10k": slice(1200, None)}.items():
    write_idx(f"{name}-images-idx3-ubyte", images[part].reshape(-1, 8, 8))
    write_idx(f"{name}-labels-idx1-ubyte", labels[part])
