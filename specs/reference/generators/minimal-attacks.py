"""Golden results of the minimal-perturbation attacks of foolbox, torchattacks and auto-attack.

    python -P specs/reference/generators/minimal-attacks.py [--golden FOLDER] [--auto-attack FOLDER]
    (pip install torch torchattacks foolbox scikit-learn; auto-attack is a checkout of github.com/fra31/auto-attack; -P, because
    statistics.py beside this file is not the one that PyTorch looks for)

Reads the networks and inputs that attacks.py wrote into the folder (specs/reference/golden by default), trains a
multilayer perceptron beside them, and writes minimal-attacks.json and minimal-attacks.bin.gz there. The binary file is one
run of little-endian int16, in the order of the JSON:

    weights        of the multilayer perceptron in the layout of TensorFlow.js, weight = value / 8192
    perturbations  of each run that has them, [inputs, height, width], in units of SHIFT

All attacks but FAB run in float64, for the reasons that attacks.py gives.
"""

import argparse
import copy
import gzip
import json
import sys
import time
from pathlib import Path

import foolbox
import numpy as np
import torch
import torchattacks
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from golden_networks import WEIGHT_SCALE, read  # noqa: E402

SHIFT, INPUTS, FEW = 8e-5, 100, 24


def perceptron(size):
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    zoom = size // 8
    order = np.random.default_rng(1).permutation(len(labels))[200:]  # the split of attacks.py
    x = torch.tensor(images[order].reshape(-1, 8, 8).repeat(zoom, 1).repeat(zoom, 2) / 16, dtype=torch.float32)
    y = torch.tensor(labels[order])
    torch.manual_seed(1)
    network = nn.Sequential(nn.Flatten(), nn.Linear(size * size, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    for _ in range(40):
        for rows in torch.randperm(len(y)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
    for parameter in network.parameters():
        parameter.data = (parameter.data.double() * WEIGHT_SCALE).round() / WEIGHT_SCALE
    return network.eval()


def deep_fool(network, x, y, norm):
    attack = {"l2": foolbox.attacks.L2DeepFoolAttack, "linf": foolbox.attacks.LinfDeepFoolAttack}[norm]()
    return attack.run(foolbox.PyTorchModel(network, bounds=(0, 1), device="cpu"), x, y)


def carlini_wagner(network, x, y, options):
    attack = foolbox.attacks.L2CarliniWagnerAttack(
        binary_search_steps=options["searches"], initial_const=options["constant"], steps=options["steps"],
        stepsize=options.get("stepSize", 0.01), confidence=options.get("confidence", 0), abort_early=options.get("abortEarly", True),
    )
    adversarial = attack.run(foolbox.PyTorchModel(network, bounds=(0, 1), device="cpu"), x, y)
    found = adversarial.flatten(1).abs().amax(1) > 0  # zeros where nothing was found
    return torch.where(found[:, None, None, None], adversarial, x)


def fab(network, x, y, options):
    from autoattack.fab_pt import FABAttack_PT

    network, x = copy.deepcopy(network).float(), x.float()  # auto-attack computes in nothing else
    targets, norm = options["targets"], {"linf": "Linf", "l2": "L2"}[options["norm"]]
    attack = FABAttack_PT(network, norm=norm, n_restarts=1, n_iter=options["steps"], eps=0.0, device="cpu",
                          targeted=targets > 0, n_target_classes=max(targets, 1))
    # with eps 0 nothing counts as broken, so that every target is tried on every input; what counts is kept here
    best, sizes = x.clone(), torch.full((len(x),), torch.inf, dtype=x.dtype)
    for rank in range(2, targets + 2) if targets > 0 else [None]:
        attack.target_class = rank
        found = attack.attack_single_run(x, y, is_targeted=rank is not None)
        shift = (found - x).flatten(1)
        size = shift.abs().amax(1) if norm == "Linf" else shift.norm(dim=1)
        closer = (size > 0) & (size < sizes)
        best[closer], sizes[closer] = found[closer], size[closer]
    return best.double()


def jsma(network, x, y, options):
    logits = network(x)
    others = logits.scatter(1, y[:, None], -torch.inf).argsort(1)  # the label comes first
    target = {"second-likely": others[:, -1], "least-likely": others[:, 1]}[options["target"]]
    attack = torchattacks.JSMA(network, theta=options["theta"], gamma=options["gamma"])
    attack.set_mode_targeted_by_label(quiet=True)
    return attack(x, target)


def runs(network, x, y):
    """Name, options, how many inputs, whether the pixels are kept, and the attack."""
    for norm in ("l2", "linf"):
        yield "deepFool", {"norm": norm}, INPUTS, True, lambda norm=norm: deep_fool(network, x, y, norm)
    few = FEW if arguments.few is None else arguments.few
    for options in ({"searches": 4, "constant": 0.1, "steps": 80}, {"searches": 1, "constant": 10, "steps": 100, "confidence": 0.5}):
        yield "carliniWagner", options, few, True, lambda options=options: carlini_wagner(network, x[:few], y[:few], options)
    for norm, targets in (("linf", 0), ("l2", 0), ("linf", 3)):
        options = {"norm": norm, "targets": targets, "steps": 30}
        yield "fab", options, few, True, lambda options=options: fab(network, x[:few], y[:few], options)
    for target, theta in (("second-likely", 1.0), ("least-likely", 1.0), ("second-likely", 0.4)):
        options = {"target": target, "theta": theta, "gamma": 0.1}
        yield "jsma", options, few, True, lambda options=options: jsma(network, x[:few], y[:few], options)


parser = argparse.ArgumentParser()
parser.add_argument("--golden", default=Path(__file__).parent.parent / "golden", type=Path)
parser.add_argument("--auto-attack")
parser.add_argument("--few", type=int)
arguments = parser.parse_args()
if arguments.auto_attack:
    sys.path.insert(0, arguments.auto_attack)

torch.set_num_threads(1)
inputs, labels, networks = read(arguments.golden)
x, y = inputs[:INPUTS], labels[:INPUTS]
networks["perceptron"] = perceptron(inputs.shape[-1])
weights = [parameter.detach().numpy().T for parameter in networks["perceptron"].parameters()]
sections, entries = [np.rint(weight * WEIGHT_SCALE) for weight in weights], []
for name, network in networks.items():
    torch.manual_seed(1)
    clean = network(x).argmax(1)
    results = []
    for attack, options, count, pixels, run in runs(network, x, y):
        start = time.time()
        adversarial = run().detach()
        seconds = time.time() - start
        predicted = network(adversarial).argmax(1)
        shift = (adversarial - x[:count]).flatten(1)
        norm = options.get("norm", "l0" if attack == "jsma" else "l2")
        size = {"l2": shift.norm(dim=1), "linf": shift.abs().amax(1), "l0": (shift != 0).sum(1).double()}[norm]
        if pixels:
            sections.append(np.rint(shift.numpy() / SHIFT))
        results.append({
            "attack": attack, "options": options, "pixels": pixels,
            "predicted": predicted.tolist(), "sizes": [round(value, 6) for value in size.tolist()],
        })
        right = (clean == y)[:count]
        broken = right & (predicted != y[:count])
        print(f"{name} {attack} {options}: {broken.sum()} of {right.sum()} broken, mean {size[broken].mean():.5f}, {seconds:.1f} s", flush=True)
    entries.append({"name": name, "clean": clean.tolist(), "runs": results})

values = np.concatenate([np.ravel(section) for section in sections])
assert np.abs(values).max() < 32768
(arguments.golden / "minimal-attacks.bin.gz").write_bytes(gzip.compress(values.astype("<i2").tobytes(), 9, mtime=0))
(arguments.golden / "minimal-attacks.json").write_text(json.dumps({
    "made with": {"torch": torch.__version__, "torchattacks": torchattacks.__version__, "foolbox": foolbox.__version__},
    "inputs": INPUTS, "shift": SHIFT, "shapes": [list(weight.shape) for weight in weights], "networks": entries,
}) + "\n")
