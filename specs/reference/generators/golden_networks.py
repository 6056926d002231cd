"""The networks and inputs that attacks.py and minimal-attacks.py wrote, for generators that go on with them."""

import gzip
import json

import numpy as np
import torch
from torch import nn

WEIGHT_SCALE = 8192


def read(folder):
    """Inputs, labels and convolutional networks of attacks.py, in float64."""
    description = json.loads((folder / "attacks.json").read_text())
    take = values_of(folder / "attacks.bin.gz")
    labels = torch.tensor(description["labels"])
    height, width, _ = description["itemShape"]
    inputs = torch.tensor(take(len(labels), 1, height, width) / description["scale"])
    networks = {}
    for entry in description["networks"]:
        networks[entry["name"]] = le_net5([take(*shape) / WEIGHT_SCALE for shape in entry["shapes"]])
        for _ in entry["attacks"]:
            take(*inputs.shape)
    return inputs, labels, networks


def read_perceptron(folder):
    """The multilayer perceptron of minimal-attacks.py, in float64."""
    take = values_of(folder / "minimal-attacks.bin.gz")
    shapes = json.loads((folder / "minimal-attacks.json").read_text())["shapes"]
    weights = [take(*shape) / WEIGHT_SCALE for shape in shapes]
    return filled(nn.Sequential(nn.Flatten(), nn.Linear(*shapes[0]), nn.ReLU(), nn.Linear(*shapes[2])), weights)


def values_of(path):
    values = np.frombuffer(gzip.decompress(path.read_bytes()), "<i2")
    offset = 0

    def take(*shape):
        nonlocal offset
        offset += int(np.prod(shape))
        return values[offset - int(np.prod(shape)) : offset].reshape(shape)

    return take


def le_net5(weights):
    """From weights in the layout of TensorFlow.js."""
    side = int((weights[4].shape[0] // 16) ** 0.5)
    dense = weights[4].reshape(side, side, 16, -1).transpose(2, 0, 1, 3).reshape(weights[4].shape)
    weights = [w.transpose(3, 2, 0, 1) if w.ndim == 4 else w for w in [*weights[:4], dense, *weights[5:]]]
    return filled(nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(16 * side * side, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ), weights)


def filled(network, weights):
    for parameter, weight in zip(network.double().parameters(), weights):
        parameter.data = torch.tensor(np.ascontiguousarray(weight.T if weight.ndim == 2 else weight))
    return network.eval()
