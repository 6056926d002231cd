"""The networks and inputs that attacks.py wrote, for generators that go on with them."""

import gzip
import json

import numpy as np
import torch
from torch import nn

WEIGHT_SCALE = 8192


def read(folder):
    """Inputs, labels and convolutional networks of attacks.py, in float64."""
    description = json.loads((folder / "attacks.json").read_text())
    values = np.frombuffer(gzip.decompress((folder / "attacks.bin.gz").read_bytes()), "<i2")
    offset = 0

    def take(*shape):
        nonlocal offset
        offset += int(np.prod(shape))
        return values[offset - int(np.prod(shape)) : offset].reshape(shape)

    labels = torch.tensor(description["labels"])
    height, width, _ = description["itemShape"]
    inputs = torch.tensor(take(len(labels), 1, height, width) / description["scale"])
    networks = {}
    for entry in description["networks"]:
        weights = [take(*shape) / WEIGHT_SCALE for shape in entry["shapes"]]
        if len(weights[0].shape) == 4:
            networks[entry["name"]] = le_net5(weights)
        for _ in entry["attacks"]:
            take(*inputs.shape)
    return inputs, labels, networks


def le_net5(weights):
    """From weights in the layout of TensorFlow.js."""
    side = int((weights[4].shape[0] // 16) ** 0.5)
    dense = weights[4].reshape(side, side, 16, -1).transpose(2, 0, 1, 3).reshape(weights[4].shape)
    weights = [w.transpose(3, 2, 0, 1) if w.ndim == 4 else w for w in [*weights[:4], dense, *weights[5:]]]
    network = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(16 * side * side, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ).double()
    for parameter, weight in zip(network.parameters(), weights):
        parameter.data = torch.tensor(np.ascontiguousarray(weight.T if weight.ndim == 2 else weight))
    return network.eval()
