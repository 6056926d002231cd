"""Tango's score interval of a paired difference, by the definition: the restricted likelihood is maximised numerically.

python specs/reference/generators/paired-difference.py > specs/reference/golden/paired-difference.json
"""

import json

import numpy as np
import scipy
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm


def score(lost, gained, n, delta):
    """(lost - gained - n delta) over its standard deviation at the most likely probabilities with p_lost - p_gained = delta."""
    low, high = max(0.0, -delta), (1 - delta) / 2

    def loss(q):
        terms = [(lost, q + delta), (gained, q), (n - lost - gained, 1 - 2 * q - delta)]
        return -sum(count * np.log(max(p, 1e-300)) for count, p in terms if count)

    q = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-14}).x
    q = min([q, low, high], key=loss)
    variance = n * (2 * q + delta - delta**2)
    return (lost - gained - n * delta) / np.sqrt(variance)


def interval(lost, gained, n, confidence):
    z = norm.ppf((1 + confidence) / 2)
    centre = (lost - gained) / n
    near = 1e-9
    low = brentq(lambda d: score(lost, gained, n, d) - z, -1 + near, centre - near, xtol=1e-14)
    high = brentq(lambda d: score(lost, gained, n, d) + z, centre + near, 1 - near, xtol=1e-14)
    return [low, high]


cases = [(9, 5, 150), (0, 0, 500), (1, 0, 500), (0, 7, 200), (30, 12, 1000), (40, 40, 100), (3, 60, 90)]
print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "intervals": [
                {"lost": a, "gained": b, "n": n, "confidence": c, "interval": interval(a, b, n, c)}
                for a, b, n in cases
                for c in (0.9, 0.95, 0.999)
            ],
        },
        indent=1,
    )
)
