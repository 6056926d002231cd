"""Saves the weights of small PyTorch networks as .safetensors and .npz, with the logits that PyTorch computes.

Usage: python specs/reference/generators/arrays.py   (needs torch, numpy, safetensors)
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

folder = Path(__file__).parent.parent / "golden" / "arrays"
folder.mkdir(exist_ok=True)
torch.manual_seed(5)


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 2 * 2, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.conv1(x).relu(), 2)
        x = nn.functional.max_pool2d(self.conv2(x).relu(), 2)
        return self.fc3(self.fc2(self.fc1(x.flatten(1)).relu()).relu())


def le_net1():
    return nn.Sequential(
        nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 12, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12 * 2 * 2, 3)
    )  # fmt: skip


def perceptron():
    sizes = [48, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 4]
    layers = [[nn.Linear(a, b), nn.ReLU()] for a, b in zip(sizes, sizes[1:])]
    return nn.Sequential(nn.Flatten(), *[layer for pair in layers for layer in pair][:-1])


def all_kinds():
    return nn.Sequential(
        nn.Conv2d(3, 4, 3, bias=False),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 8, 3, groups=4),
        nn.ConvTranspose2d(8, 5, 2, stride=2),
        nn.BatchNorm2d(5, affine=False),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(5 * 8 * 8, 4),
    )


def sequence():
    return nn.Sequential(nn.Conv1d(2, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(3 * 6, 2, bias=False))


def prepare(network):
    for module in network.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_()
            module.running_var.uniform_(1e-5, 2e-4)  # small, so that the constant that is added matters
            if module.affine:
                module.weight.data.normal_()
                module.bias.data.normal_()
    return network.eval()


cases = []


def case(name, network, shape, file, save, dtype=torch.float32):
    """Shape is that of an item with the channels first; the golden inputs have the channels last."""
    prepare(network)
    for parameter in network.parameters():
        parameter.data = parameter.data.to(dtype).float()
    inputs = torch.rand(5, *shape)
    logits = network(inputs)
    state = {name: value.to(dtype) if value.is_floating_point() else value for name, value in network.state_dict().items()}
    save(state, folder / file)
    last = inputs.movedim(1, -1)
    cases.append(
        {
            "name": name,
            "file": file,
            "itemShape": list(last.shape[1:]),
            "inputs": last.ravel().tolist(),
            "logits": logits.ravel().tolist(),
        }
    )


def save_npz(state, path):
    arrays = {name: value.numpy() for name, value in state.items()}
    np.savez(path, **{name: np.asfortranarray(value) for name, value in arrays.items()})


def save_compressed(state, path):
    np.savez_compressed(path, **{name: value.numpy().astype(">f2") for name, value in state.items()})


case("leNet5", LeNet5(), (3, 16, 16), "le-net5.safetensors", save_file)
case("leNet1", le_net1(), (1, 20, 20), "le-net1.npz", save_npz, torch.float64)
case("multilayerPerceptron", perceptron(), (3, 4, 4), "perceptron.safetensors", save_file, torch.bfloat16)
case("multilayerPerceptron in half precision", perceptron(), (3, 4, 4), "perceptron.npz", save_compressed, torch.float16)
case("all kinds", all_kinds(), (3, 8, 8), "all-kinds.safetensors", save_file)
case("sequence", sequence(), (2, 8), "sequence.safetensors", save_file, torch.float16)
(folder / "arrays.json").write_text(json.dumps(cases))
