"""Golden values of neuron coverages from dnn-tip, and of kernel densities of few points from SciPy.

    python -P specs/reference/generators/coverage-and-surprise.py     (pip install dnn-tip scipy)

Writes specs/reference/golden/coverage-and-surprise.json:

    coverage   outputs of neurons after ReLU on a training set and a pool, of which some never vary on the training set or only
               on the pool; dnn-tip's neuron activation coverage, k-multisection coverage and greedy order. dnn-tip excludes the
               upper bound of a range, so no output of the pool lies on it
    densities  points with fewer rows than columns; log densities of the kernels with Scott's factor, whose covariance is made
               regular by a millionth of its mean variance; at other points and at the points themselves
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from dnn_tip.neuron_coverage import KMNC, NAC
from dnn_tip.prioritizers import cam
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

generator = np.random.default_rng(7)


def coverage(neurons=12, training=40, pool=30, sections=8):
    shift = np.linspace(-2.2, 1, neurons)
    outputs = np.maximum(generator.normal(size=(training + pool, neurons)) + shift, 0).astype(np.float32)
    trained, given = outputs[:training].copy(), outputs[training:].copy()
    trained[:, 0] = given[:, 0] = 0  # a dead neuron
    trained[:, 1] = 0  # one that only varies on the pool
    trained[:, 2] = given[:, 2] = 1.5  # one that is constant and active
    low, high = trained.min(0), trained.max(0)
    assert not (given == high)[:, high > low].any()
    scores, profiles = KMNC([low], [high], sections)([given])
    return {
        "outputs": given.tolist(),
        "low": low.tolist(),
        "high": high.tolist(),
        "sections": sections,
        "active": NAC(0.5)([given])[0].tolist(),
        "inside": scores.tolist(),
        "greedy": [int(index) for index in cam(scores, profiles.copy())],
    }


def densities():
    for n, d in ((2, 5), (4, 8), (6, 40), (25, 60)):
        points = (generator.normal(size=(n, d)) * generator.gamma(2, size=d)).astype(np.float32)
        inside = points.mean(0) + generator.dirichlet(np.ones(n), 3) @ (points - points.mean(0))
        at = np.concatenate([generator.normal(size=(4, d)), inside, points]).astype(np.float32)
        exact = points.astype(np.float64)
        covariance = np.cov(exact.T) * n ** (-2 / (d + 4))
        kernel = covariance + 1e-6 * np.trace(covariance) / d * np.eye(d)
        logarithms = [
            logsumexp(multivariate_normal(x, kernel).logpdf(exact)) - np.log(n) for x in at.astype(np.float64)
        ]
        yield {"points": points.tolist(), "at": at.tolist(), "logDensities": logarithms}


golden = {
    "made with": {name: version(name) for name in ("dnn-tip", "numpy", "scipy")},
    "coverage": coverage(),
    "densities": list(densities()),
}
target = Path(__file__).parent.parent / "golden" / "coverage-and-surprise.json"
target.write_text(json.dumps(golden) + "\n")
print(golden["made with"], sorted(golden["coverage"]["inside"]), golden["densities"][2]["logDensities"])
