"""Golden values of compression on a trained LeNet-5, from NumPy, scikit-learn and PyTorch.

    python specs/reference/generators/compression.py

trains a LeNet-5 on the 8 x 8 digits of scikit-learn, enlarged to 16 x 16, and writes specs/reference/golden/compression.json
(numbers, and the sections of the binary file in order) and compression.bin.gz (float32, little-endian). Arrays are in the
layout of TensorFlow.js: images channels last, kernels [height, width, in, out], dense [in, out].

Linear quantisation and float16 are NumPy's; k-means is scikit-learn's; symmetric weights and the int8 network are PyTorch's
fake quantisation; pruning is torch.nn.utils.prune; the average percentage of zeros is counted on PyTorch's activations.
"""

import copy
import gzip
import json
from pathlib import Path

import numpy as np
import torch
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.utils import prune

torch.manual_seed(5)
torch.set_num_threads(1)
digits = load_digits()
images = np.kron(digits.images / 16, np.ones((1, 2, 2))).astype(np.float32)[:, None]
labels = digits.target.astype(np.int64)
x = torch.from_numpy(images)

network = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(64, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
)
optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
for epoch in range(12):
    for rows in torch.randperm(1500).split(64):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x[rows]), torch.from_numpy(labels)[rows]).backward()
        optimizer.step()

weighted = [0, 3, 7, 9, 11]
calibration, test = x[:64], x[1700:1732]


def layout(name, value):
    """From PyTorch's layout to that of TensorFlow.js."""
    value = value.detach().clone()
    if value.ndim == 4:
        return value.permute(2, 3, 1, 0)
    if name == "7.weight":  # its inputs are flattened channels first there, channels last here
        value = value.reshape(120, 16, 2, 2).permute(0, 2, 3, 1).reshape(120, -1)
    return value.T if value.ndim == 2 else value


sections = {"test": test.permute(0, 2, 3, 1), "calibration": calibration.permute(0, 2, 3, 1)}
for name, parameter in network.named_parameters():
    sections[f"weights/{name}"] = layout(name, parameter)
sections["logits"] = network(test)


def transformed(change):
    """The logits of a copy of the network with other weights: change(name, array) on [out, ...] kernels and biases."""
    other = copy.deepcopy(network)
    with torch.no_grad():
        for name, parameter in other.named_parameters():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(change(name, parameter.numpy()))))
    return other


def linear(values, bits, granularity):
    """As coremltools' linear mode: scale and offset of every output channel, or of the whole; one pair for a bias."""
    flat = values.reshape(values.shape[0], -1) if values.ndim > 1 and granularity == "channel" else values.reshape(1, -1)
    low = flat.min(axis=1, keepdims=True).astype(np.float64)
    scale = np.float64(np.float32((flat.max(axis=1, keepdims=True).astype(np.float64) - low) / (2**bits - 1)))
    level = np.minimum(2**bits - 1, np.round((flat - low) / scale))
    return np.float32(low + level * scale).reshape(values.shape)


def symmetric(values, bits, granularity):
    """PyTorch's fake quantisation of kernels with zero point 0; biases stay."""
    if values.ndim == 1:
        return values
    most, w = 2 ** (bits - 1) - 1, torch.from_numpy(values)
    if granularity == "tensor":
        return torch.fake_quantize_per_tensor_affine(w, float(w.abs().max() / most), 0, -most, most).numpy()
    scale = w.abs().flatten(1).amax(1) / most
    return torch.fake_quantize_per_channel_affine(w, scale, torch.zeros(len(w), dtype=torch.int32), 0, -most, most).numpy()


quantized = []
for scheme, change, widths in (("linear", linear, (1, 2, 4, 8, 16)), ("symmetric", symmetric, (2, 4, 8))):
    for granularity in ("channel", "tensor"):
        for bits in widths:
            case = f"{scheme}/{granularity}/{bits}"
            sections[case] = transformed(lambda name, values: change(values, bits, granularity))(test)
            quantized.append({"scheme": scheme, "granularity": granularity, "bits": bits, "section": case})
sections["float16"] = transformed(lambda name, values: values.astype(np.float16).astype(np.float32))(test)

odd = np.float32([
    0, 1, -1, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-11 + 2**-20, 2**-14, 2**-14 - 2**-25, 2**-24, 2**-25, 2**-25 + 2**-40, 3 * 2**-25,
    -(2**-25), 1e-8, 2049, 2051, 4098, 65504, 65519.99, 0.1, 1 / 3, -np.pi, 1e-5, 6.1e-5, 5.96e-8, 1000.3,
])
kernel = network[9].weight.detach().numpy().ravel()
kmeans = []
for bits in (1, 2, 4, 6):
    seeds = np.quantile(kernel, (np.arange(2**bits) + 0.5) / 2**bits)[:, None]
    fitted = KMeans(2**bits, init=seeds, n_init=1, max_iter=300, tol=0, algorithm="lloyd").fit(kernel[:, None].astype(np.float64))
    best = KMeans(2**bits, init="k-means++", n_init=10, random_state=0).fit(kernel[:, None].astype(np.float64))
    kmeans.append({
        "bits": bits, "seeds": seeds.ravel().tolist(), "centroids": sorted(fitted.cluster_centers_.ravel().tolist()),
        "inertia": fitted.inertia_, "bestInertia": best.inertia_,
    })

zeros = []
for scope in ("layer", "global"):
    for amount in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        other = copy.deepcopy(network)
        kernels = [(other[i], "weight") for i in weighted]
        if scope == "global":
            prune.global_unstructured(kernels, pruning_method=prune.L1Unstructured, amount=amount)
        else:
            for module, name in kernels:
                prune.l1_unstructured(module, name, amount=amount)
        counts = [int((module.weight == 0).sum()) for module, _ in kernels]
        zeros.append({"scope": scope, "sparsity": amount, "zeros": counts, "section": f"prune/{scope}/{amount}"})
        sections[f"prune/{scope}/{amount}"] = other(test)
filters = []
for amount in (0.2, 0.5):
    kept = []
    for i in (0, 3):
        module = copy.deepcopy(network[i])
        prune.ln_structured(module, "weight", amount=amount, n=1, dim=0)
        kept.append([int(k) for k in torch.where(module.weight.flatten(1).abs().sum(1) > 0)[0]])
    filters.append({"fraction": amount, "kept": kept})

apoz, h = [], calibration
with torch.no_grad():
    for module in network:
        h = module(h)
        if isinstance(module, nn.ReLU):
            apoz.append((h == 0).float().transpose(0, 1).flatten(1).mean(1).tolist())


def grid(values):
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    scale = float(np.float32((high - low) / 255))
    return scale, int(np.clip(np.floor(-128 - low / scale + 0.5), -128, 127))


def fake(values, scale, zero_point):
    return torch.fake_quantize_per_tensor_affine(values, scale, zero_point, -128, 127)


with torch.no_grad():  # ranges from the float network, then the integer network on the test images
    grids, h = [grid(calibration)], calibration
    for module in network:
        h = module(h)
        if isinstance(module, nn.ReLU) or module is network[11]:
            grids.append(grid(h))
    h, at = fake(test, *grids[0]), 0
    for i, module in enumerate(network):
        if i in weighted:
            weight = torch.from_numpy(symmetric(module.weight.numpy(), 8, "channel"))
            step = grids[at][0] * (module.weight.abs().flatten(1).amax(1) / 127).double()
            bias = (torch.round(module.bias.double() / step) * step).float()
            h = nn.functional.conv2d(h, weight, bias, padding=module.padding) if module.weight.ndim == 4 else h @ weight.T + bias
            if i == 11:
                h = fake(h, *grids[at + 1])
        else:
            h = module(h)
        if isinstance(module, nn.ReLU):
            at += 1
            h = fake(h, *grids[at])
    sections["int8"] = h

golden = Path(__file__).parent.parent / "golden"
arrays = {name: np.ascontiguousarray(value.detach().numpy(), dtype="<f4") for name, value in sections.items()}
with gzip.GzipFile(golden / "compression.bin.gz", "wb", mtime=0) as file:
    file.write(b"".join(array.tobytes() for array in arrays.values()))
(golden / "compression.json").write_text(json.dumps({
    "quantized": quantized, "pruned": zeros, "filters": filters, "apoz": apoz, "kmeans": kmeans,
    "grids": [{"scale": scale, "zeroPoint": zero_point} for scale, zero_point in grids],
    "float16": {"values": odd.tolist(), "rounded": odd.astype(np.float16).astype(np.float64).tolist()},
    "testLabels": labels[1700:1732].tolist(),
    "sections": [{"name": name, "shape": list(array.shape)} for name, array in arrays.items()],
}) + "\n")
accuracy = (network(x[1500:]).argmax(1).numpy() == labels[1500:]).mean()
print(f"accuracy on digits that it was not trained on: {accuracy:.3f}")
