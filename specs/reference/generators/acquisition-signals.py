"""Golden values of what acquisition functions compute from dropout draws, gradients and the decision boundary.

    python -P specs/reference/generators/acquisition-signals.py [--golden FOLDER]
    (pip install torch torchattacks foolbox scikit-learn scikit-activeml modAL-python baal; -P, because statistics.py beside
    this file is not the one that PyTorch looks for)

Reads the two LeNet-5 and their inputs that attacks.py wrote into the folder (specs/reference/golden by default), and writes
acquisition-signals.json there:

    samples    softmax outputs of one network under dropout before its dense layers, [draws, inputs, classes], in float32
    scores     of baal, scikit-activeml, modAL and SciPy on them
    posterior  mean and deviation over thousands of draws, for the law of our own
    networks   for each: expected gradient lengths by autograd, an input and a class at a time; distances of foolbox's
               DeepFool without bounds and within those of the inputs, and of the loop of the basic iterative method

Networks run in float64.
"""

import argparse
import base64
import json
import sys
from importlib.metadata import version
from pathlib import Path

import foolbox
import modAL.disagreement
import numpy as np
import scipy.stats
import torch
from baal.active import heuristics
from skactiveml.pool import average_kl_divergence
from torch import nn
from torch.nn import functional as F

INPUTS, DRAWS, RATE, FEW, MANY = 60, 10, 0.25, 12, 4000
folder = Path(__file__).parent
sys.path.append(str(folder))
from golden_networks import read  # noqa: E402


def with_dropout(network, rate):
    """The same layers with dropout before each dense one."""
    layers = [each for layer in network for each in ([nn.Dropout(rate), layer] if isinstance(layer, nn.Linear) else [layer])]
    return nn.Sequential(*layers).train()


def draw(network, x, draws, rate):
    torch.manual_seed(1)
    network = with_dropout(network, rate)
    with torch.no_grad():
        return np.stack([F.softmax(network(x), 1).numpy() for _ in range(draws)])


def score(samples):
    """Of draws [draws, n, classes]; each named by our function, or by function and option."""
    for_baal = samples.transpose(1, 2, 0)  # [n, classes, draws]
    mean = samples.mean(0)
    votes = samples.argmax(2)  # [draws, n]
    modes = np.array([(votes == vote).sum(0) for vote in range(samples.shape[2])]).max(0)
    scores = {
        "bald": heuristics.BALD().compute_score(for_baal),
        "bald disagreement": 1 - scipy.stats.mode(votes, axis=0).count / len(samples),
        "dropoutEntropy": heuristics.Entropy().compute_score(for_baal),
        "dropoutEntropy scores": scipy.stats.entropy(samples, axis=2).mean(0),
        "dropoutMargin": -heuristics.Margin().compute_score(for_baal),
        "dropoutMargin scores": np.mean([-heuristics.Margin().compute_score(each[:, :, None]) for each in samples], 0),
        "dropoutLeastConfidence": 1 - heuristics.Certainty().compute_score(for_baal),
        "dropoutLeastConfidence scores": 1 - samples.max(2).mean(0),
        "variationRatio": 1 - modes / len(samples),
        "meanStd": np.std(samples, axis=0).mean(1),
    }
    others = {
        "bald": average_kl_divergence(samples.copy(), eps=1e-12),
        "dropoutEntropy": modAL.disagreement.consensus_entropy(Committee(mean), None),
    }
    for name, other in others.items():
        assert np.allclose(other, scores[name], atol=1e-6), name
    return scores


class Committee:
    """What modAL asks of a committee."""

    def __init__(self, mean):
        self.predict_proba = lambda given: mean


def expected_gradient_lengths(network, x):
    """By definition: autograd for each input and each class."""
    parameters, last = list(network.parameters()), list(network[-1].parameters())
    lengths = {"parameters": [], "inputs": [], "lastLayer": []}
    for each in x:
        given = each[None].clone().requires_grad_()
        p = F.softmax(network(given), 1)[0].detach()
        sums = dict.fromkeys(lengths, 0.0)
        for c, share in enumerate(p):
            loss = F.cross_entropy(network(given), torch.tensor([c]))
            of = {"parameters": parameters, "inputs": [given], "lastLayer": last}
            for name, variables in of.items():
                gradients = torch.autograd.grad(loss, variables, retain_graph=True)
                sums[name] += share.item() * sum(g.square().sum().item() for g in gradients) ** 0.5
        for name, value in sums.items():
            lengths[name].append(value)
    return lengths


def deep_fool_distances(network, x, predicted, bounds):
    model = foolbox.PyTorchModel(network, bounds=bounds)
    attack = foolbox.attacks.L2DeepFoolAttack(steps=50, overshoot=0.02, candidates=10)
    adversarial, _, crossed = attack(model, x, predicted, epsilons=None)
    assert crossed.all()
    return (adversarial - x).flatten(1).norm(dim=1).tolist()


def bim_distances(network, x, step, limit):
    """The loop of the survey's toolkit, an input at a time, with a limit."""
    distances = []
    for each in x:
        moved = each[None].clone()
        with torch.no_grad():
            start = network(moved).argmax(1)
        for _ in range(limit):
            moved.requires_grad_()
            logits = network(moved)
            if logits.argmax(1) != start:
                break
            (gradient,) = torch.autograd.grad(F.cross_entropy(logits, start), moved)
            moved = (moved + step * gradient.sign()).detach()
        distances.append((moved.detach() - each).norm().item())
    return distances


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--golden", type=Path, default=folder.parent / "golden")
    golden = parser.parse_args().golden
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    inputs, _, networks = read(golden)
    x = inputs[:INPUTS].double()
    first = next(iter(networks.values()))
    samples = draw(first, x, DRAWS, RATE).astype(np.float32)
    many = draw(first, x[:FEW], MANY, RATE)
    written = {
        "made with": {name: version(name) for name in ("torch", "foolbox", "baal", "scikit-activeml", "modAL-python", "scipy")},
        "inputs": INPUTS,
        "draws": DRAWS,
        "rate": RATE,
        "samples": base64.b64encode(samples.tobytes()).decode(),
        "scores": {name: np.asarray(of).tolist() for name, of in score(samples.astype(np.float64)).items()},
        "posterior": {"mean": many.mean(0).tolist(), "deviation": many.std(0).tolist()},
        "networks": {},
    }
    for name, network in networks.items():
        with torch.no_grad():
            predicted = network(x).argmax(1)
            marginal = F.softmax(network(x), 1).max(1).values
        lengths = expected_gradient_lengths(network, x)
        print(name, "largest probabilities", marginal.min().item(), marginal.median().item(), marginal.max().item())
        print({of: (min(values), max(values)) for of, values in lengths.items()})
        written["networks"][name] = {
            "gradientLengths": lengths,
            "boundaryDistances": deep_fool_distances(network, x, predicted, (-np.inf, np.inf)),
            "clippedBoundaryDistances": deep_fool_distances(network, x, predicted, (0, 1)),
            "bimDistances": bim_distances(network, x, 0.05, 50),
        }
    (golden / "acquisition-signals.json").write_text(json.dumps(written) + "\n")


if __name__ == "__main__":
    main()
