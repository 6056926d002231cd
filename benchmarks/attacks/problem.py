"""Reads the network and the images of problem.mjs for PyTorch, and measures the attacks of all peers."""

import importlib.metadata
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[1] / "peers"))
from protocol import serve  # noqa: E402

torch.set_num_threads(1)
torch.manual_seed(1)


def read():
    data = os.environ.get("DNN_DATA_DIR")
    name = "mnist" if data and (Path(data) / "mnist").exists() else "glyphs"
    folder = Path(__file__).parents[2] / "node_modules/.cache/vitest-dnn-bench/attacks" / name
    description = json.loads((folder / "problem.json").read_text())
    values = np.fromfile(folder / "problem.bin", np.float32)
    y = torch.tensor(description["labels"])
    offset = len(y) * 784
    x = torch.tensor(values[:offset]).reshape(-1, 1, 28, 28)
    network = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ).eval()
    for parameter, shape in zip(network.parameters(), description["shapes"]):
        size = int(np.prod(shape))
        parameter.data = layout(torch.tensor(values[offset : offset + size]).reshape(shape)).contiguous()
        parameter.requires_grad_(False)
        offset += size
    return network, x, y


def layout(weight):
    """Converts a weight from the layout of TensorFlow.js to PyTorch, which flattens with channels first."""
    if weight.ndim == 4:
        return weight.permute(3, 2, 0, 1)
    if weight.shape == (400, 120):
        return weight.T.reshape(120, 5, 5, 16).permute(0, 3, 1, 2).reshape(120, 400)
    return weight.T if weight.ndim == 2 else weight


def measure(package, prepare):
    """Serves a package. `prepare(network, case)` returns a function from images and labels to adversarial images."""
    network, x, y = read()

    def prepared(case):
        attack = prepare(network, case)
        if attack is None:
            return lambda: {"absent": True}

        def sample():
            start = time.perf_counter()
            with torch.no_grad():
                clean = network(x).argmax(1)
            adversarial = attack(x, y)
            with torch.no_grad():
                predicted = network(adversarial).argmax(1)
            value = time.perf_counter() - start
            robust = ((clean == y) & (predicted == y)).double().mean().item()
            note = f"{robust:.1%}".replace("%", " %")
            if "epsilon" not in case:
                broken = (clean == y) & (predicted != y)
                moved = (adversarial - x)[broken].flatten(1).norm(dim=1, p=norm_of(case))
                note += f", moved {moved.mean().item():.3g}" if len(moved) > 0 else ""
            return {"value": value, "note": note}

        return sample

    serve({"version": importlib.metadata.version(package)}, prepared)


def closest(x, candidates):
    """Returns the adversarial image of several passes closest to each image in L-inf, or the image itself if all passes failed."""
    best, sizes = x.clone(), torch.full((len(x),), torch.inf)
    for images in candidates:
        size = (images - x).flatten(1).abs().amax(1)
        closer = (size > 0) & (size < sizes)
        best[closer], sizes[closer] = images[closer], size[closer]
    return best


def norm_of(case):
    return {"fab": float("inf"), "jsma": 0}.get(case["attack"], 2)
