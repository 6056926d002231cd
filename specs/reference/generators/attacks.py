"""Golden adversarial inputs of torchattacks on a plainly and an adversarially trained LeNet-5.

    python specs/reference/generators/attacks.py [--mnist FOLDER [--networks-only]] [--output FOLDER]
    (pip install torch torchattacks scikit-learn)

Writes attacks.json and attacks.bin.gz into specs/reference/golden: by default on the handwritten digits that come with
scikit-learn (each of the 8 x 8 pixels drawn as 2 x 2), with --mnist on the IDX files of a folder (half a dozen minutes,
not for committing: use --output). The binary file is one run of little-endian int16, in the order of the JSON:

    inputs    [n, height, width], pixel = value / scale
    weights   of each network in the layout of TensorFlow.js, weight = value / 8192; the networks use exactly these
    attacks   of each network, perturbation / epsilon * 32767, [n, height, width]

The attacks run in float64: in float32 the sign of a gradient is rounding noise where the network is sure of its class, and
where the inputs of a max pooling tie, as in a plain background; over 40 steps such signs part whole images. How many pixels
torchattacks itself moves to the same place in float32 is written down beside.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
import torch
import torchattacks
from torch import nn

INPUTS, EPSILONS, WEIGHT_SCALE, SHIFT_SCALE = 200, (0.1, 0.3), 8192, 32767


def digits():
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8).repeat(2, axis=1).repeat(2, axis=2)
    order = np.random.default_rng(1).permutation(len(labels))
    train, test = order[INPUTS:], order[:INPUTS]
    return (images[train], labels[train]), (images[test], labels[test]), 16


def mnist(folder):
    def read(name):
        with gzip.open(Path(folder) / name) as file:
            magic = file.read(4)
            shape = [int.from_bytes(file.read(4), "big") for _ in range(magic[3])]
            return np.frombuffer(file.read(), np.uint8).reshape(shape)

    train, test = [(read(f"{part}-images-idx3-ubyte.gz"), read(f"{part}-labels-idx1-ubyte.gz")) for part in ("train", "t10k")]
    return train, (test[0][:INPUTS], test[1][:INPUTS]), 255


def tensors(images, labels, scale):
    return torch.tensor(images[:, None] / scale, dtype=torch.float32), torch.tensor(labels, dtype=torch.int64)


def le_net5(size):
    side = (size // 2 - 4) // 2
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(16 * side * side, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )


def train(network, x, y, epochs, batch, epsilon=0.0):
    """Adam; with an epsilon on PGD examples alone (7 steps of epsilon / 4), epsilon growing over the first two thirds."""
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    steps = epochs * (len(y) // batch)
    step = 0
    for _ in range(epochs):
        for rows in torch.randperm(len(y)).split(batch)[: len(y) // batch]:
            given = x[rows]
            if epsilon > 0:
                radius = epsilon * min(1, (step + 1) / (steps * 2 / 3))
                given = torchattacks.PGD(network, eps=radius, alpha=radius / 4, steps=7)(given, y[rows])
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(given), y[rows]).backward()
            optimizer.step()
            step += 1
    with torch.no_grad():  # what is exported is all that the attacks see
        for parameter in network.parameters():
            assert parameter.abs().max() < 32767 / WEIGHT_SCALE
            parameter.copy_((parameter * WEIGHT_SCALE).round() / WEIGHT_SCALE)


def layout(value):
    """Weights from PyTorch's layout to that of TensorFlow.js."""
    value = value.detach()
    if value.ndim == 4:
        return value.permute(2, 3, 1, 0)
    if value.ndim == 2 and value.shape[0] == 120:  # its inputs are flattened channels first there, channels last here
        side = int((value.shape[1] // 16) ** 0.5)
        value = value.reshape(120, 16, side, side).permute(0, 2, 3, 1).reshape(120, -1)
    return value.T if value.ndim == 2 else value


def attacks(network, epsilons):
    for epsilon in epsilons:
        yield "fgsm", {}, epsilon, torchattacks.FGSM(network, eps=epsilon)
        yield "bim", {"steps": 10, "stepSize": epsilon / 4}, epsilon, torchattacks.BIM(network, eps=epsilon, alpha=epsilon / 4, steps=10)
        options = {"steps": 40, "stepSize": epsilon / 30, "randomStart": False}
        yield "pgd", options, epsilon, torchattacks.PGD(network, eps=epsilon, alpha=epsilon / 30, steps=40, random_start=False)


parser = argparse.ArgumentParser()
parser.add_argument("--mnist")
parser.add_argument("--networks-only", action="store_true", help="train the networks and write their weights, without attacks")
parser.add_argument("--output", default=Path(__file__).parent.parent / "golden")
arguments = parser.parse_args()

torch.manual_seed(1)
(train_images, train_labels), (images, labels), scale = mnist(arguments.mnist) if arguments.mnist else digits()
x, y = tensors(images, labels, scale)
schedule = {"plain": (2, 0.0), "robust": (3, 0.3)} if arguments.mnist else {"plain": (30, 0.0), "robust": (90, 0.2)}

sections, networks = [np.asarray(images)], []
for name, (epochs, epsilon) in schedule.items():
    network = le_net5(images.shape[1])
    train(network, *tensors(train_images, train_labels, scale), epochs, 128 if arguments.mnist else 32, epsilon)
    network.eval()
    weights = [layout(parameter) for parameter in network.parameters()]
    sections += [np.rint(weight.numpy() * WEIGHT_SCALE) for weight in weights]
    chosen = () if arguments.networks_only else EPSILONS
    single = [torchattack(x, y) for *_, torchattack in attacks(network, chosen)]
    network.double()
    clean = network(x.double()).argmax(1)
    results = []
    for (attack, options, epsilon, torchattack), rounded in zip(attacks(network, chosen), single):
        adversarial = torchattack(x.double(), y)
        predicted = network(adversarial).argmax(1)
        sections.append(np.rint((adversarial - x).numpy() / epsilon * SHIFT_SCALE))
        agreement = ((adversarial - rounded).abs() <= 1e-4).double().mean().item()
        results.append({
            "attack": attack, "options": options, "epsilon": epsilon,
            "predicted": predicted.tolist(), "float32Agreement": round(agreement, 6),
        })
        robust = ((clean == y) & (predicted == y)).double().mean().item()
        print(f"{name} {attack} {epsilon}: robust accuracy {robust}, {agreement:.2%} of the pixels the same in float32")
    networks.append({"name": name, "shapes": [list(w.shape) for w in weights], "predicted": clean.tolist(), "attacks": results})

output = Path(arguments.output)
values = np.concatenate([np.ravel(section) for section in sections]).astype("<i2")
(output / "attacks.bin.gz").write_bytes(gzip.compress(values.tobytes(), 9, mtime=0))
(output / "attacks.json").write_text(json.dumps({
    "made with": {"torch": torch.__version__, "torchattacks": torchattacks.__version__},
    "itemShape": [*images.shape[1:], 1], "scale": scale, "labels": y.tolist(), "networks": networks,
}) + "\n")
