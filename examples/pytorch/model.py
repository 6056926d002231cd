"""Trains a network of PyTorch on small digits, exports it to ONNX, and writes the digits to test it on.

pip install torch onnx onnxscript scikit-learn
python model.py
"""

import gzip

import numpy as np
import onnx
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(1)
images, labels = load_digits(return_X_y=True)
images = np.round(images * 255 / 16).astype(np.uint8).reshape(-1, 1, 8, 8)
labels = labels.astype(np.uint8)

# Inputs are normalised, which the test is told by `normalize`
mean, std = 0.305, 0.376
x = (torch.from_numpy(images[:1200]) / 255 - mean) / std
y = torch.from_numpy(labels[:1200]).long()

network = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 10),
)
optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
for epoch in range(20):
    for batch in torch.randperm(len(x)).split(32):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        optimizer.step()

exported = torch.onnx.export(network.eval(), (torch.zeros(1, 1, 8, 8),)).model_proto
for node in exported.graph.node:
    del node.metadata_props[:]  # stack traces, which name folders of this computer
onnx.save(exported, "digits.onnx")


def write_idx(name, array):
    """Writes bytes in the format of MNIST."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    with open(f"data/{name}.gz", "wb") as file:
        file.write(gzip.compress(header + array.tobytes(), mtime=0))


for name, part in {"train": slice(300), "t10k": slice(1200, None)}.items():
    write_idx(f"{name}-images-idx3-ubyte", images[part, 0])
    write_idx(f"{name}-labels-idx1-ubyte", labels[part])
