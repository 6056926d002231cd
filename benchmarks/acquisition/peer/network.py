"""LeNet-5 with the weights that this package trained."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class LeNet5(nn.Module):
    """Returns logits and features, like the networks of DeepAL+; dense layers have dropout before them if it is set."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
        self.dropout = 0.0

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        x = F.relu(self.fc1(F.dropout(x, self.dropout)))
        x = F.relu(self.fc2(F.dropout(x, self.dropout)))
        return self.fc3(F.dropout(x, self.dropout)), x

    def neurons(self, x):
        a = F.relu(self.conv1(x))
        b = F.relu(self.conv2(F.max_pool2d(a, 2)))
        c = F.relu(self.fc1(F.max_pool2d(b, 2).flatten(1)))
        return torch.cat([a.mean((2, 3)), b.mean((2, 3)), c, F.relu(self.fc2(c))], 1)


def load(folder):
    """Reads the weights of TensorFlow.js: channels last, kernels [height, width, in, out], dense [in, out]; and the images."""
    weights = torch.from_numpy(np.fromfile(folder / "weights.bin", np.float32))
    network = LeNet5()
    at = 0
    with torch.no_grad():
        for layer in (network.conv1, network.conv2, network.fc1, network.fc2, network.fc3):
            for parameter in (layer.weight, layer.bias):
                values = weights[at : at + parameter.numel()]
                at += parameter.numel()
                if parameter.ndim == 4:
                    o, i, h, w = parameter.shape
                    values = values.reshape(h, w, i, o).permute(3, 2, 0, 1)
                elif layer is network.fc1 and parameter.ndim == 2:
                    values = values.reshape(5, 5, 16, 120).permute(3, 2, 0, 1).reshape(120, 400)
                elif parameter.ndim == 2:
                    values = values.reshape(parameter.T.shape).T
                parameter.copy_(values.reshape(parameter.shape))
    images = torch.from_numpy(np.fromfile(folder / "images.bin", np.float32)).reshape(-1, 1, 28, 28)
    return network.eval(), images
