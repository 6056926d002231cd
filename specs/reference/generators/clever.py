"""CLEVER scores of the adversarial-robustness-toolbox (ART), on the networks of attacks.py and minimal-attacks.py.

    python -P specs/reference/generators/clever.py
    (pip install torch adversarial-robustness-toolbox; -P, because statistics.py beside this file is not the one that PyTorch
    looks for)

Reads the networks and inputs in specs/reference/golden and writes clever.json beside it: for each network and
sampling the scores of the first inputs that are classified correctly, targeted to the runner-up, over a few seeds. ART fits
the distribution from one start, and the fit may run away. A score is null where the right end lies below the largest gradient,
or further above it than ten ranges of the maxima; beside it stands the score by the largest gradient seen, for every fit.
"""

import json
import sys
import warnings
from pathlib import Path

import art
import numpy as np
import torch
from art.estimators.classification import PyTorchClassifier
from art.metrics import metrics
from scipy.stats import weibull_min

sys.path.insert(0, str(Path(__file__).parent))
from golden_networks import read, read_perceptron  # noqa: E402

warnings.simplefilter("ignore")
torch.set_num_threads(1)
INPUTS, SEEDS = 20, 4
SAMPLINGS = [
    {"norm": "l2", "radius": 5, "batches": 10, "samples": 10, "poolFactor": 3},  # Hu et al. 2021
    {"norm": "l2", "radius": 5, "batches": 30, "samples": 10, "poolFactor": 10},
    {"norm": "l1", "radius": 20, "batches": 30, "samples": 10, "poolFactor": 10},
    {"norm": "linf", "radius": 0.3, "batches": 30, "samples": 10, "poolFactor": 10},
]
ORDERS = {"l1": 1, "l2": 2, "linf": np.inf}
fits = []


class Watched:
    """The distribution that ART fits, which keeps the maxima and the right end of every fit."""

    def fit(self, negated, *start, **options):
        shape, location, scale = weibull_min.fit(negated, *start, **options)
        fits.append((-negated, -location))
        return shape, location, scale


metrics.weibull_min = Watched()


def collapsed():
    maxima, end = fits[-1]
    return not maxima.max() <= end <= maxima.max() + 10 * np.ptp(maxima)


def score(classifier, x, target, sampling):
    """The score, null where the fit collapsed, and what it would be with the largest gradient seen in place of the fit."""
    value = metrics.clever_t(
        classifier, x, target, sampling["batches"], sampling["samples"], sampling["radius"], ORDERS[sampling["norm"]],
        pool_factor=sampling["poolFactor"],
    )
    logits = classifier.predict(x[None])[0]
    guarded = min((logits.max() - logits[target]) / fits[-1][0].max(), sampling["radius"])
    return None if collapsed() else round(float(value), 6), round(float(guarded), 6)


folder = Path(__file__).parent.parent / "golden"
inputs, labels, networks = read(folder)
networks["perceptron"] = read_perceptron(folder)
results = []
for name, network in networks.items():
    classifier = PyTorchClassifier(network.float(), torch.nn.CrossEntropyLoss(), inputs.shape[1:], 10, clip_values=(0, 1), device_type="cpu")
    logits = network(inputs.float()).detach()
    positions = [i for i in range(len(labels)) if logits[i].argmax() == labels[i]][:INPUTS]
    for sampling in SAMPLINGS:
        scores, guarded = [], []
        for seed in range(SEEDS):
            np.random.seed(seed)
            targets = {i: int(logits[i].topk(2).indices[1]) for i in positions}
            pairs = [score(classifier, inputs[i].float().numpy(), targets[i], sampling) for i in positions]
            scores.append([fitted for fitted, _ in pairs])
            guarded.append([largest for _, largest in pairs])
        kept = [value for row in scores for value in row if value is not None]
        print(name, sampling, "mean", np.mean(kept), "by the largest gradient", np.mean(guarded), "collapsed", sum(map(len, scores)) - len(kept), flush=True)
        results.append({"network": name, "sampling": sampling, "positions": positions, "scores": scores, "guarded": guarded})

target = folder / "clever.json"
target.write_text(json.dumps({"art": art.__version__, "torch": torch.__version__, "results": results}) + "\n")
