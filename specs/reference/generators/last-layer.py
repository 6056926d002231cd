"""Golden values of gradients with respect to the last layer of small networks, from PyTorch.

    python -P specs/reference/generators/last-layer.py     (pip install torch)

Writes specs/reference/golden/last-layer.json. For each network: its weights in the layout of TensorFlow.js, expected gradient
lengths of the last layer by autograd per input and class, and the gradient of the cross-entropy under the predicted class with
respect to the kernel. Everything runs in float64.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
INPUTS, VALUES, CLASSES = 6, 8, 3
x = torch.randn(INPUTS, VALUES)


class Network(nn.Module):
    """A hidden layer, the last layer, and how the last layer is applied to the hidden units."""

    def __init__(self, last, rest, hidden=4):
        super().__init__()
        self.hidden, self.last, self.rest = nn.Linear(VALUES, hidden), last, rest

    def forward(self, x):
        return self.rest(self.last, torch.tanh(self.hidden(x)))


def normalisation():
    layer = nn.BatchNorm1d(CLASSES).eval()
    for values in (layer.weight, layer.bias, layer.running_mean):
        nn.init.normal_(values)
    nn.init.uniform_(layer.running_var, 0.5, 2)
    return layer


norm = normalisation()
steps = lambda h: h.reshape(len(h), 2, 2)  # [batch, time, units]
image = lambda h: h.reshape(len(h), 3, 3, 2).permute(0, 3, 1, 2)
planes = lambda h: h.reshape(len(h), 2, 2, 3).permute(0, 3, 1, 2)
networks = {
    "plain": Network(nn.Linear(4, CLASSES), lambda last, h: last(h)),
    "noBias": Network(nn.Linear(4, CLASSES, bias=False), lambda last, h: last(h)),
    "tanh": Network(nn.Linear(4, CLASSES), lambda last, h: torch.tanh(last(h))),
    "relu": Network(nn.Linear(4, CLASSES), lambda last, h: F.relu(last(h))),
    "twice": Network(nn.Linear(3, CLASSES), lambda last, h: last(torch.tanh(last(h))), hidden=3),
    "normalised": Network(nn.Linear(4, CLASSES), lambda last, h: norm(last(h))),
    "overTime": Network(nn.Linear(2, CLASSES), lambda last, h: last(steps(h)).mean(1)),
    "convolution": Network(nn.Conv2d(2, CLASSES, 2), lambda last, h: last(image(h)).mean((2, 3)), hidden=18),
    "depthwise": Network(nn.Conv2d(CLASSES, CLASSES, 2, groups=CLASSES), lambda last, h: last(planes(h)).mean((2, 3)), hidden=12),
}


def keras(weight):
    """A kernel in the layout of TensorFlow.js. In a depthwise one, channels come third and multipliers last."""
    if weight.dim() == 4:
        return weight.permute(2, 3, 0, 1) if weight.shape[1] == 1 else weight.permute(2, 3, 1, 0)
    return weight.T if weight.dim() == 2 else weight


def describe(network):
    lengths, gradients = [], []
    parameters = list(network.last.parameters())
    for item in x:
        z = network(item[None])
        p = F.softmax(z, 1)[0].detach()
        total = 0
        for c, share in enumerate(p):
            of = torch.autograd.grad(F.cross_entropy(z, torch.tensor([c])), parameters, retain_graph=True)
            total += share * sum(g.square().sum() for g in of).sqrt()
            if c == p.argmax():
                gradients.append(keras(of[0]).flatten().tolist())
        lengths.append(total.item())
    weights = [*network.hidden.parameters(), *parameters]
    return {
        "weights": [keras(weight).tolist() for weight in weights],
        "gradientLengths": lengths,
        "kernelGradients": gradients,
    }


golden = {
    "torch": torch.__version__,
    "inputs": x.tolist(),
    "normalisation": [v.tolist() for v in (norm.weight, norm.bias, norm.running_mean, norm.running_var)],
    "networks": {name: describe(network) for name, network in networks.items()},
}
target = Path(__file__).parent.parent / "golden" / "last-layer.json"
target.write_text(json.dumps(golden) + "\n")
for name, values in golden["networks"].items():
    print(name, values["gradientLengths"])
