"""Golden values of fitReverseWeibullNear from SciPy: fits of few maxima, as CLEVER makes them.

Run:  python specs/reference/generators/reverse-weibull-near.py
Needs numpy and scipy. Writes specs/reference/golden/reverse-weibull-near.json.

Kept are samples of 20 maxima whose most likely right end is less than 0.7 ranges above the largest value, though by Akaike's
criterion the third parameter is not worth its cost: the likelihood of a Gumbel distribution is nearly as large.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import optimize, stats


def precise(function, start, args=(), disp=0):
    return optimize.fmin(function, start, args=args, disp=0, xtol=1e-9, ftol=1e-12, maxiter=4000, maxfun=4000)


def fit(sample, optimizer=None):
    span = np.ptp(sample)
    shape, location, scale = stats.weibull_max.fit(sample, 4, loc=sample.max() + 0.5 * span, scale=1.5 * span)
    if optimizer:
        shape, location, scale = stats.weibull_max.fit(sample, shape, loc=location, scale=scale, optimizer=optimizer)
    return shape, location, scale, stats.weibull_max.logpdf(sample, shape, location, scale).sum()


generator = np.random.default_rng(11)
fits = []
while len(fits) < 5:
    sample = 2 - 0.5 * generator.weibull(5, 20)
    shape, location, scale, likelihood = fit(sample)
    evidence = likelihood - stats.gumbel_r.logpdf(sample, *stats.gumbel_r.fit(sample)).sum()
    if not (shape > 1.5 and 0 < evidence < 0.9 and location < sample.max() + 0.7 * np.ptp(sample)):
        continue
    shape, location, scale, likelihood = fit(sample, precise)
    fits.append({"maxima": sample.tolist(), "shape": shape, "location": location, "scale": scale, "logLikelihood": likelihood})

target = Path(__file__).parent.parent / "golden" / "reverse-weibull-near.json"
target.write_text(json.dumps({"scipy": scipy.__version__, "fits": fits}) + "\n")
