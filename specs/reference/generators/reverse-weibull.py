"""Golden values of fitReverseWeibull and kolmogorovSmirnov from SciPy.

Run:  python specs/reference/generators/reverse-weibull.py
Needs numpy and scipy. Writes specs/reference/golden/reverse-weibull.json.

scipy.stats.weibull_max.fit climbs from one start, so it is given several shapes and locations; what it returns is climbed
from again with tighter tolerances. Kept is the fit of the greatest likelihood among those with a shape above 1, the ones
below being on their way to an infinite likelihood.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import optimize, stats

generator = np.random.default_rng(7)


def precise(function, start, args=(), disp=0):
    return optimize.fmin(function, start, args=args, disp=0, xtol=1e-10, ftol=1e-12, maxiter=20000, maxfun=20000)


def fit(sample):
    span = np.ptp(sample)
    candidates = []
    for shape in (0.5, 1, 2, 5, 10, 20, 50):
        for distance in (0.01, 0.1, 1, 5):
            start = stats.weibull_max.fit(sample, shape, loc=sample.max() + distance * span, scale=(1 + distance) * span)
            shape_found, location, scale = stats.weibull_max.fit(sample, start[0], loc=start[1], scale=start[2], optimizer=precise)
            likelihood = stats.weibull_max.logpdf(sample, shape_found, location, scale).sum()
            if np.isfinite(likelihood) and shape_found > 1:
                candidates.append((likelihood, shape_found, location, scale))
    return max(candidates)


def samples():
    for n, shape, location, scale in ((500, 3, 2, 1), (100, 5, 10, 4), (50, 2.5, 1, 0.5), (50, 4, 120, 30), (30, 3, 0.4, 0.1), (200, 8, 7, 3)):
        yield location - scale * generator.weibull(shape, n)


cases = []
for sample in samples():
    likelihood, shape, location, scale = fit(sample)
    cases.append({
        "maxima": sample.tolist(), "shape": shape, "location": location, "scale": scale, "logLikelihood": likelihood,
        "p": float(stats.kstest(sample, "weibull_max", args=(shape, location, scale)).pvalue),
    })

tests = []
for n in (10, 20, 50, 200):
    for spread in (1, 1.7, 4):
        sample = generator.normal(0.2, spread, n)
        test = stats.kstest(sample, "logistic")
        tests.append({"sample": sample.tolist(), "statistic": float(test.statistic), "p": float(test.pvalue)})

target = Path(__file__).parent.parent / "golden" / "reverse-weibull.json"
target.write_text(json.dumps({"scipy": scipy.__version__, "fits": cases, "tests": tests}) + "\n")
