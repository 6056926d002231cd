"""Golden results of torchattacks and auto-attack: FGSM and PGD in both norms, momentum, targeted attacks, Auto-PGD, Square, AutoAttack.

    python -P specs/reference/generators/gradient-attacks.py --auto-attack FOLDER [--golden FOLDER] [--mnist FOLDER --inputs N --output FILE]
    (pip install torch torchattacks; auto-attack is a checkout of github.com/fra31/auto-attack; -P, because statistics.py beside
    this file is not the one that PyTorch looks for)

Reads the networks that attacks.py and minimal-attacks.py wrote into the folder (specs/reference/golden by default) and writes
gradient-attacks.json and gradient-attacks.bin.gz there. The binary file is one run of little-endian int16: the perturbations
of each deterministic run [inputs, height, width], in units of SHIFT, in the order of the JSON; Auto-PGD runs from an equal
start. Those run in float64, for the reasons that attacks.py gives; `steep` marks the inputs whose gradient exceeds 1e-3:
below, torchattacks shortens its L2 steps by what it adds to the length to keep the division finite. Where two logits exceed
that of the label, the difference of logits ratio is 1 and its slope rounding noise: its runs in L-inf have flags of their
own, which leave out the inputs that end elsewhere in float32. In L2, where noise of any size becomes a step of full length, its
runs say how many of the pixels auto-attack itself moves to the same place in float32 (`float32Agreement`, of the steep inputs
that are classified correctly). The random attacks run in float32, once for each seed, and their robust accuracy is kept.

With --mnist the networks are attacked on the first N test images of a folder of IDX files, by AutoAttack alone, and the
robust accuracy after each of its attacks is written to a file.
"""

import argparse
import copy
import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torchattacks
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from golden_networks import read, read_perceptron  # noqa: E402

SHIFT, INPUTS, SEEDS = 8e-5, 100, (1, 2, 3, 4, 5)

# radii at which about half of the inputs stand
RADII = {"plain": {"linf": 0.1, "l2": 0.8}, "robust": {"linf": 0.2, "l2": 1.5}, "perceptron": {"linf": 0.05, "l2": 0.4}}


def mnist(folder, count):
    def read_idx(name):
        with gzip.open(Path(folder) / name) as file:
            magic = file.read(4)
            shape = [int.from_bytes(file.read(4), "big") for _ in range(magic[3])]
            return np.frombuffer(file.read(), np.uint8).reshape(shape)

    images, labels = read_idx("t10k-images-idx3-ubyte.gz")[:count], read_idx("t10k-labels-idx1-ubyte.gz")[:count]
    return torch.tensor(images[:, None] / 255), torch.tensor(labels, dtype=torch.int64)


def deterministic(network, x, radius):
    """Attack, options, epsilon, and the adversarial inputs."""
    linf, l2 = radius["linf"], radius["l2"]
    yield "fgsm", {"norm": "linf"}, linf, torchattacks.FGSM(network, eps=linf)
    options = {"steps": 20, "stepSize": linf / 10, "randomStart": False}
    yield "pgd", options, linf, torchattacks.PGD(network, eps=linf, alpha=linf / 10, steps=20, random_start=False)
    yield "fgsm", {"norm": "l2"}, l2, torchattacks.PGDL2(network, eps=l2, alpha=l2, steps=1, random_start=False)
    options = {"steps": 10, "stepSize": l2 / 5, "norm": "l2"}
    yield "bim", options, l2, torchattacks.PGDL2(network, eps=l2, alpha=l2 / 5, steps=10, random_start=False)
    options = {"steps": 10, "stepSize": linf / 10, "decay": 1}
    yield "momentum", options, linf, torchattacks.MIFGSM(network, eps=linf, alpha=linf / 10, steps=10, decay=1.0)
    for target in ("least-likely", "second-likely", 3):
        attack = torchattacks.BIM(network, eps=linf, alpha=linf / 5, steps=10)
        attack.set_mode_targeted_by_function(lambda images, labels, target=target: goals(network, images, labels, target))
        yield "bim", {"steps": 10, "stepSize": linf / 5, "target": target}, linf, attack
    for loss, norm, epsilon in (("ce", "linf", linf), ("ce", "l2", l2), ("dlr", "linf", linf), ("dlr", "l2", l2)):
        options = {"loss": loss, "steps": 30, "norm": norm}
        yield "apgd", options, epsilon, lambda x, y, of=(loss, norm, epsilon): apgd(network, x, y, *of)


def apgd(network, x, y, loss, norm, epsilon):
    """The point of the highest loss, from a chequered perturbation of full size.

    Whether the first step gained, the public code asks of an entry that is still 0; here it is asked of the loss at the start.
    """
    from autoattack.autopgd_base import APGDAttack

    attack = APGDAttack(network, n_iter=30, norm={"linf": "Linf", "l2": "L2"}[norm], eps=epsilon, loss=loss, device="cpu")
    attack.init_hyperparam(x)
    rows, columns = torch.meshgrid(*map(torch.arange, x.shape[2:]), indexing="ij")
    shift = (1 - 2 * ((rows + columns) % 2)).to(x.dtype).expand_as(x)
    shift = shift if norm == "linf" else shift / shift[0].norm()
    start = (x + epsilon * shift).clamp(0, 1)
    criterion = nn.CrossEntropyLoss(reduction="none") if loss == "ce" else attack.dlr_loss
    first = criterion(network(start), y).detach()

    def has_stalled(losses, at, window, _, k3):
        gains = sum((losses[t] > (losses[t - 1] if t > 0 else first)).double() for t in range(at - window + 1, at + 1))
        return (gains <= window * k3).float()

    attack.check_oscillation = has_stalled
    return attack.attack_single_run(x, y, start)[0]


def goals(network, x, y, target):
    """The class of each input to be taken for; where that is the label, the second likely one."""
    others = network(x).detach()
    others[torch.arange(len(y)), y] = -torch.inf
    ranked = others.argsort(1, descending=True)
    if target == "least-likely":
        return ranked[:, -2]
    if target == "second-likely":
        return ranked[:, 0]
    return torch.where(y == target, ranked[:, 0], target)


def random(network, radius, seed):
    """Attack, options, epsilon, and a function of inputs and labels."""
    from autoattack.autopgd_base import APGDAttack, APGDAttack_targeted
    from autoattack.square import SquareAttack

    for norm, epsilon in radius.items():
        options = {"steps": 20, "stepSize": epsilon / 10, "norm": norm}
        torchattack = {"linf": torchattacks.PGD, "l2": torchattacks.PGDL2}[norm](network, eps=epsilon, alpha=epsilon / 10, steps=20)
        yield "pgd", options, epsilon, lambda x, y, attack=torchattack: (torch.manual_seed(seed), attack(x, y))[1]
        given = {"norm": {"linf": "Linf", "l2": "L2"}[norm], "eps": epsilon, "seed": seed, "device": "cpu"}
        for loss in ("ce", "dlr"):
            yield "apgd", {"loss": loss, "steps": 30, "norm": norm}, epsilon, APGDAttack(network, n_iter=30, loss=loss, **given).perturb
        options = {"loss": "targeted-dlr", "steps": 20, "targets": 3, "norm": norm}
        yield "apgd", options, epsilon, APGDAttack_targeted(network, n_iter=20, n_target_classes=3, **given).perturb
        yield "square", {"queries": 300, "norm": norm}, epsilon, SquareAttack(network, n_queries=300, **given).perturb


def standard(network, x, y, norm, epsilon, seed):
    """Robust accuracy after each attack of AutoAttack."""
    from autoattack import AutoAttack

    attack = AutoAttack(network, norm={"linf": "Linf", "l2": "L2"}[norm], eps=epsilon, seed=seed, version="standard", device="cpu")
    lines = []
    attack.logger.log = lines.append
    attack.run_standard_evaluation(x, y, bs=250)
    named = [line for line in lines if line.startswith("robust accuracy after")]
    return {line.split()[3].rstrip(":").lower(): float(line.split()[4].rstrip("%")) / 100 for line in named}


parser = argparse.ArgumentParser()
parser.add_argument("--auto-attack", required=True)
parser.add_argument("--golden", default=Path(__file__).parent.parent / "golden", type=Path)
parser.add_argument("--mnist")
parser.add_argument("--inputs", type=int, default=500)
parser.add_argument("--only", help="the network to attack")
parser.add_argument("--norm", default="linf")
parser.add_argument("--epsilon", type=float, default=0.1)
parser.add_argument("--output", type=Path)
arguments = parser.parse_args()
sys.path.insert(0, arguments.auto_attack)

torch.set_num_threads(1)
inputs, labels, networks = read(arguments.golden)

if arguments.mnist:
    x, y = mnist(arguments.mnist, arguments.inputs)
    network = networks[arguments.only].float()
    start = time.time()
    robust = standard(network, x.float(), y, arguments.norm, arguments.epsilon, 0)
    print(f"{arguments.only} {arguments.norm} {arguments.epsilon}: {robust}, {time.time() - start:.1f} s")
    if arguments.output:
        arguments.output.write_text(json.dumps({**robust, "seconds": time.time() - start}) + "\n")
    sys.exit()

x, y = inputs[:INPUTS], labels[:INPUTS]
networks["perceptron"] = read_perceptron(arguments.golden)
sections, entries = [], []
for name, network in networks.items():
    clean = network(x).argmax(1)
    slope = torch.autograd.grad(nn.functional.cross_entropy(network(given := x.clone().requires_grad_()), y, reduction="sum"), given)[0]
    steep = (slope.flatten(1).abs().amax(1) > 1e-3).int().tolist()
    runs = []
    for attack, options, epsilon, torchattack in deterministic(network, x, RADII[name]):
        adversarial = torchattack(x, y).detach()
        predicted = network(adversarial).argmax(1)
        sections.append(np.rint((adversarial - x).numpy() / SHIFT))
        runs.append({"attack": attack, "options": options, "epsilon": epsilon, "predicted": predicted.tolist()})
        if options.get("loss") == "dlr":
            single = apgd(copy.deepcopy(network).float(), x.float(), y, "dlr", options["norm"], epsilon)
            gaps = (single - adversarial).flatten(1).abs()
            if options["norm"] == "linf":
                runs[-1]["steep"] = [int(flag and gap <= 1e-4) for flag, gap in zip(steep, gaps.amax(1))]
            else:
                compared = torch.tensor(steep, dtype=torch.bool) & (clean == y)
                runs[-1]["float32Agreement"] = round((gaps[compared] <= 1e-4).double().mean().item(), 4)
        print(f"{name} {attack} {options} {epsilon}: robust accuracy {((clean == y) & (predicted == y)).double().mean():.3f}", flush=True)
    network.float()
    rates = []
    for seed in SEEDS:
        for at, (attack, options, epsilon, run) in enumerate(random(network, RADII[name], seed)):
            start = time.time()
            predicted = network(run(x.float(), y)).argmax(1)
            if seed == SEEDS[0]:
                rates.append({"attack": attack, "options": options, "epsilon": epsilon, "robust": []})
            rates[at]["robust"].append(round(((clean == y) & (predicted == y)).double().mean().item(), 6))
            print(f"{name} {attack} {options} {epsilon}: {rates[at]['robust']}, {time.time() - start:.1f} s", flush=True)
    entries.append({"name": name, "clean": clean.tolist(), "steep": steep, "runs": runs, "rates": rates})

values = np.concatenate([np.ravel(section) for section in sections])
assert np.abs(values).max() < 32768
(arguments.golden / "gradient-attacks.bin.gz").write_bytes(gzip.compress(values.astype("<i2").tobytes(), 9, mtime=0))
(arguments.golden / "gradient-attacks.json").write_text(json.dumps({
    "made with": {"torch": torch.__version__, "torchattacks": torchattacks.__version__, "auto-attack": "a392200"},
    "inputs": INPUTS, "shift": SHIFT, "networks": entries,
}) + "\n")
