"""Outputs and gradients of layers on random shapes, strides, paddings, channels and batches, from PyTorch in float64.

    python specs/reference/generators/kernels.py [--seed 1] [--scale 1] [--folder specs/reference/golden]

writes kernels.json (cases: operation, options, shapes of the operands and of the output) and kernels.bin.gz: for every case the
operands and the direction in which the output is differentiated, int16 in units of 1/4096, then the output and the gradient of
each operand, float32, little-endian. Larger scales draw larger cases; the specification runs one where PyTorch is at hand.
Arrays are in the layout of TensorFlow.js: images channels last, kernels [height, width, in, out], dense [in, out].
"""

import argparse
import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--scale", type=int, default=1)
parser.add_argument("--folder", type=Path, default=Path(__file__).parent.parent / "golden")
arguments = parser.parse_args()
draw = random.Random(arguments.seed)
numbers = np.random.default_rng(arguments.seed)


def between(low, high):
    return draw.randint(low, high * arguments.scale)


def to_channels_first(x):
    return x.permute(0, 3, 1, 2)


def to_channels_last(x):
    return x.permute(0, 2, 3, 1)


def padded(x, window, strides, padding, value=0.0):
    """Channels first, with what padding "same" of TensorFlow adds: the odd one below and to the right."""
    if padding == "valid":
        return x
    sides = []
    for extent, size, stride in zip(x.shape[2:], window, strides):
        missing = max(0, (-(-extent // stride) - 1) * stride + size - extent)
        sides = [missing // 2, missing - missing // 2, *sides]
    return F.pad(x, sides, value=value)


def convolve(options, x, w, groups=1):
    x = padded(to_channels_first(x), w.shape[:2], options["strides"], options["padding"])
    filters = w.permute(3, 2, 0, 1) if groups == 1 else w.permute(2, 3, 0, 1).reshape(-1, 1, *w.shape[:2])
    return to_channels_last(F.conv2d(x, filters.contiguous(), stride=options["strides"], groups=groups))


def max_pool(options, x):
    x = padded(to_channels_first(x), options["window"], options["strides"], options["padding"], -torch.inf)
    return to_channels_last(F.max_pool2d(x, options["window"], options["strides"]))


def average_pool(options, x):
    """Padding does not count."""
    window, strides, padding = options["window"], options["strides"], options["padding"]
    total, count = [
        F.avg_pool2d(padded(part, window, strides, padding), window, strides)
        for part in (to_channels_first(x), torch.ones_like(to_channels_first(x)))
    ]
    return to_channels_last(total / count)


def normalise(options, x, scale, offset):
    return F.batch_norm(x.flatten(0, -2), None, None, scale, offset, training=True, eps=options["epsilon"]).view(x.shape)


def normalise_given(options, x, scale, offset, mean, deviation):
    """The statistics are constants, as they are once a network is trained."""
    statistics = mean.detach(), deviation.detach() ** 2
    return F.batch_norm(x.flatten(0, -2), *statistics, scale, offset, eps=options["epsilon"]).view(x.shape)


def lstm(options, x, kernel, recurrent_kernel, bias):
    units = recurrent_kernel.shape[0]
    network = nn.LSTM(x.shape[2], units, batch_first=True)
    weights = {"weight_ih_l0": kernel.T, "weight_hh_l0": recurrent_kernel.T, "bias_ih_l0": bias, "bias_hh_l0": 0 * bias}
    outputs, _ = torch.func.functional_call(network, weights, (x,))
    return outputs if options["sequences"] else outputs[:, -1]


OPERATIONS = {
    "conv2d": convolve,
    "depthwiseConv2d": lambda options, x, w: convolve(options, x, w, groups=x.shape[3]),
    "maxPool": max_pool,
    "averagePool": average_pool,
    "dense": lambda options, x, w, b: F.relu(x @ w + b) if options["relu"] else x @ w + b,
    "batchNorm": normalise,
    "batchNormGiven": normalise_given,
    "lstm": lstm,
    "embedding": lambda options, table: F.embedding(torch.tensor(options["ids"]), table),
    "crossEntropy": lambda options, logits: F.cross_entropy(logits, torch.tensor(options["labels"])).reshape(1),
}


def window_case():
    """A window with strides and padding, and an input [batch, height, width, channels] that it fits into."""
    window = [between(1, 3), between(1, 3)]
    shape = [between(1, 3), window[0] + between(1, 4), window[1] + between(1, 4), between(1, 5)]
    strides = [draw.randint(1, 3)] * 2 if draw.random() < 0.5 else [draw.randint(1, 2), draw.randint(1, 2)]
    return shape, window, {"strides": strides, "padding": draw.choice(["same", "valid"])}


def case(operation):
    """Options and the shapes of the operands."""
    if operation in ("conv2d", "depthwiseConv2d"):
        shape, window, options = window_case()
        if operation == "depthwiseConv2d":
            options["strides"] = [options["strides"][0]] * 2
        return options, [shape, [*window, shape[3], between(1, 6 if operation == "conv2d" else 2)]]
    if operation in ("maxPool", "averagePool"):
        shape, window, options = window_case()
        return {**options, "window": window}, [shape]
    if operation == "dense":
        rows, inputs, outputs = between(1, 9), between(1, 12), between(1, 9)
        return {"relu": draw.random() < 0.5}, [[rows, inputs], [inputs, outputs], [outputs]]
    if operation.startswith("batchNorm"):
        shape = [between(2, 4), between(1, 3), between(1, 3), between(1, 6)]
        return {"epsilon": 0.1}, [shape, *[[shape[3]]] * (2 if operation == "batchNorm" else 4)]
    if operation == "lstm":
        batch, steps, inputs, units = between(1, 4), between(1, 5), between(1, 4), between(1, 4)
        return {"sequences": draw.random() < 0.5}, [[batch, steps, inputs], [inputs, 4 * units], [units, 4 * units], [4 * units]]
    if operation == "embedding":
        rows = between(2, 6)
        ids = [[draw.randrange(rows) for _ in range(4)] for _ in range(between(1, 4))]
        return {"ids": ids}, [[rows, between(1, 6)]]
    rows, classes = between(1, 8), between(2, 9)
    return {"labels": [draw.randrange(classes) for _ in range(rows)]}, [[rows, classes]]


def whole(shape):
    return numbers.integers(-4096, 4097, size=shape, dtype=np.int16)


cases, parts = [], []
for _ in range(9):
    for operation, compute in OPERATIONS.items():
        options, shapes = case(operation)
        stored = [whole(shape) for shape in shapes]
        operands = [torch.tensor(values / 4096).requires_grad_() for values in stored]
        output = compute(options, *operands)
        direction = whole(tuple(output.shape))
        gradients = torch.autograd.grad((output * torch.tensor(direction / 4096)).sum(), operands, allow_unused=True)  # constants have none
        cases.append({"operation": operation, "options": options, "shapes": shapes, "output": list(output.shape)})
        parts += [values.astype("<i2") for values in (*stored, direction)]
        found = [torch.zeros_like(operand) if slope is None else slope for operand, slope in zip(operands, gradients)]
        parts += [value.detach().numpy().astype("<f4") for value in (output, *found)]

arguments.folder.mkdir(parents=True, exist_ok=True)
lines = ",\n ".join(json.dumps(described) for described in cases)
(arguments.folder / "kernels.json").write_text(f"[{lines}]\n")
content = gzip.compress(b"".join(part.tobytes() for part in parts), mtime=0)
(arguments.folder / "kernels.bin.gz").write_bytes(content)
