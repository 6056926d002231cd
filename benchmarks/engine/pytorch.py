"""Peer of the suite: PyTorch on one CPU thread."""

import gzip
import os
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parents[1] / "peers"))
from protocol import serve  # noqa: E402
from texts import TEXTS, VOCABULARY  # noqa: E402

torch.set_num_threads(1)
torch.manual_seed(1)


class Pick(nn.Module):
    """Picks the output of an LSTM's last step."""

    def forward(self, returned):
        return returned[0][:, -1]


def convolution(inputs, outputs, kernel, padding):
    return [nn.Conv2d(inputs, outputs, kernel, padding=padding), nn.ReLU(), nn.MaxPool2d(2)]


def le_net5():
    dense = [nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return nn.Sequential(*convolution(1, 6, 5, 2), *convolution(6, 16, 5, 0), nn.Flatten(), *dense)


def vgg8():
    layers, inputs = [], 3
    for filters in (64, 128, 256, 512, 512):
        layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
        inputs = filters
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def conv(inputs, outputs, kernel, stride=1, bias=True):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=bias)


class Block(nn.Module):
    """A residual block; in the form of PreActResNet18, normalisation and ReLU precede the convolutions."""

    def __init__(self, inputs, outputs, stride, pre_activated):
        super().__init__()
        self.pre_activated = pre_activated
        self.first, self.second = conv(inputs, outputs, 3, stride, False), conv(outputs, outputs, 3, 1, False)
        self.norm1 = nn.BatchNorm2d(inputs if pre_activated else outputs)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = None
        if inputs != outputs:
            narrow = conv(inputs, outputs, 1, stride, False)
            self.shortcut = narrow if pre_activated else nn.Sequential(narrow, nn.BatchNorm2d(outputs))

    def forward(self, x):
        if self.pre_activated:
            activated = F.relu(self.norm1(x))
            y = self.second(F.relu(self.norm2(self.first(activated))))
            return y + (self.shortcut(activated) if self.shortcut else x)
        y = self.norm2(self.second(F.relu(self.norm1(self.first(x)))))
        return F.relu(y + (self.shortcut(x) if self.shortcut else x))


def res_net18(pre_activated=False):
    layers, inputs = [conv(3, 64, 3, 1, False)], 64
    if not pre_activated:
        layers += [nn.BatchNorm2d(64), nn.ReLU()]
    for filters in (64, 128, 256, 512):
        layers += [Block(inputs, filters, 1 if filters == 64 else 2, pre_activated), Block(filters, filters, 1, pre_activated)]
        inputs = filters
    if pre_activated:
        layers += [nn.BatchNorm2d(512), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


def pre_act_res_net18():
    return res_net18(pre_activated=True)


def vgg16():
    layers, inputs = [], 3
    for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(count):
            layers += [conv(inputs, filters, 3), nn.BatchNorm2d(filters), nn.ReLU()]
            inputs = filters
        layers += [nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 10))


def nin():
    def mlp(inputs, kernel, *channels):
        layers = []
        for i, filters in enumerate(channels):
            layers += [conv(inputs, filters, 1 if i else kernel), nn.ReLU()]
            inputs = filters
        return layers

    first = [*mlp(3, 5, 192, 160, 96), nn.MaxPool2d(3, 2, 1), nn.Dropout(0.5)]
    second = [*mlp(96, 5, 192, 192, 192), nn.AvgPool2d(3, 2, 1), nn.Dropout(0.5)]
    return nn.Sequential(*first, *second, *mlp(192, 3, 192, 192, 10), nn.AdaptiveAvgPool2d(1), nn.Flatten())


def lstm():
    return nn.Sequential(nn.LSTM(64, 64, batch_first=True), Pick(), nn.Linear(64, 10))


def token_lstm():
    return nn.Sequential(nn.Embedding(2000, 64), *lstm())


MODELS = {
    "leNet5": (le_net5, (1, 28, 28)),
    "vgg8": (vgg8, (3, 32, 32)),
    "resNet18": (res_net18, (3, 32, 32)),
    "preActResNet18": (pre_act_res_net18, (3, 32, 32)),
    "vgg16": (vgg16, (3, 32, 32)),
    "nin": (nin, (3, 32, 32)),
    "lstm": (lstm, (100, 64)),
    "tokenLstm": (token_lstm, (100,)),
    **TEXTS,
}


def clocks():
    """Returns the seconds of the clock and of the processor."""
    return time.perf_counter(), time.process_time()


def between(start, end, repeat=1):
    return {"value": (end[0] - start[0]) / repeat, "processor": (end[1] - start[1]) / repeat}


def inputs_of(model, size):
    """Returns uniform inputs, or token ids, and uniform labels."""
    shape = MODELS[model][1]
    vocabulary = 2000 if model == "tokenLstm" else VOCABULARY if model in TEXTS else 0
    x = torch.randint(0, vocabulary, (size, *shape)) if vocabulary else torch.rand(size, *shape)
    return x, torch.randint(0, 10, (size,))


def train(network, x, y, batch, prepare=lambda x, y: x):
    """Trains one epoch by Adam with a new optimizer, as at the start of a fit; yields after reading the loss of each step."""
    optimizer = torch.optim.Adam(network.parameters())
    order = torch.randperm(len(x))
    for start in range(0, len(x), batch):
        positions = order[start : start + batch]
        inputs = prepare(x[positions], y[positions])
        network.train()
        optimizer.zero_grad()
        loss = F.cross_entropy(network(inputs), y[positions])
        loss.backward()
        optimizer.step()
        loss.item()
        yield


def ascend(network, x, y, start, epsilon, steps, size):
    """Signed gradient ascent within the ball and [0, 1]; only input gradients, with frozen batch statistics."""
    network.eval()
    current = start
    for _ in range(steps):
        current = current.detach().requires_grad_()
        loss = F.cross_entropy(network(current), y, reduction="sum")
        (slope,) = torch.autograd.grad(loss, current)
        moved = current.detach() + size * slope.sign()
        current = torch.minimum(torch.maximum(moved, x - epsilon), x + epsilon).clamp(0, 1)
    return current


def pgd(network, x, y, epsilon, steps):
    start = (x + epsilon * (2 * torch.rand_like(x) - 1)).clamp(0, 1)
    return ascend(network, x, y, start, epsilon, steps, epsilon / 30)


def step(network, case):
    batch, repeat = case["batch"], case["repeat"]
    x, y = inputs_of(case["model"], batch * (repeat + 1))

    def sample():
        ends = [clocks() for _ in train(network, x, y, batch)]
        return between(ends[0], ends[-1], repeat)

    return sample


def input_gradient(network, case):
    x, y = inputs_of(case["model"], case["batch"])

    def sample():
        start = clocks()
        for _ in range(case["repeat"]):
            ascend(network, x, y, x, 0.1, 1, 0.1)
        return between(start, clocks(), case["repeat"])

    return sample


def probabilities(network, case):
    x, _ = inputs_of(case["model"], case["batch"])

    def sample():
        network.eval()
        start = clocks()
        for _ in range(case["repeat"]):
            with torch.no_grad():
                network(x).softmax(1).tolist()
        return between(start, clocks(), case["repeat"])

    return sample


def pgd_attack(network, case):
    x, _ = inputs_of(case["model"], case["inputs"])

    def sample():
        network.eval()
        with torch.no_grad():
            y = network(x).argmax(1)
        start = clocks()
        for first in range(0, len(x), case["batch"]):
            images, labels = x[first : first + case["batch"]], y[first : first + case["batch"]]
            with torch.no_grad():
                network(images).argmax(1)
            adversarial = pgd(network, images, labels, 0.3, case["steps"])
            with torch.no_grad():
                (network(adversarial).argmax(1) == labels).tolist()
        return between(start, clocks())

    return sample


def adversarial_training(network, case):
    x, y = inputs_of(case["model"], case["inputs"])

    def sample():
        start = clocks()
        for _ in train(network, x, y, case["batch"], lambda x, y: pgd(network, x, y, 0.3, case["steps"])):
            pass
        return between(start, clocks())

    return sample


def whole_mnist(network, case):
    """Reads the images from DNN_DATA_DIR."""
    if "DNN_DATA_DIR" not in os.environ:
        raise FileNotFoundError("MNIST is missing: set DNN_DATA_DIR to the folder that contains it.")

    def read(name, header):
        path = Path(os.environ["DNN_DATA_DIR"], "mnist", name)
        return torch.frombuffer(bytearray(gzip.decompress(path.read_bytes())[header:]), dtype=torch.uint8)

    def sample():
        x = read("train-images-idx3-ubyte.gz", 16).view(-1, 1, 28, 28).float() / 255
        y = read("train-labels-idx1-ubyte.gz", 8).long()
        start = clocks()
        for _ in train(network, x, y, case["batch"]):
            pass
        return between(start, clocks())

    return sample


MEASUREMENTS = {
    "step": step,
    "inputGradient": input_gradient,
    "probabilities": probabilities,
    "pgd": pgd_attack,
    "adversarialTraining": adversarial_training,
    "wholeMnist": whole_mnist,
}


def prepare(case):
    return MEASUREMENTS[case["measurement"]](MODELS[case["model"]][0](), case)


torch.ones(8, 8).matmul(torch.ones(8, 8)).tolist()
serve({"version": torch.__version__, "threads": torch.get_num_threads()}, prepare)
