"""Golden values of src/statistics from SciPy and NumPy.

Run:  python specs/reference/generators/statistics.py
Needs numpy and scipy. Writes specs/reference/golden/statistics.json.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import integrate, stats
from scipy.spatial.distance import jensenshannon

generator = np.random.default_rng(20240)


def intervals():
    counts = [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 2), (199, 200), (871, 1000), (9871, 10000), (59000, 60000), (5, 100000)]
    for successes, n in counts:
        for confidence in (0.8, 0.95, 0.999):
            test = stats.binomtest(successes, n)
            wilson = test.proportion_ci(confidence, method="wilson")
            exact = test.proportion_ci(confidence, method="exact")
            yield {
                "successes": successes,
                "n": n,
                "confidence": confidence,
                "wilson": [wilson.low, wilson.high],
                "clopperPearson": [exact.low, exact.high],
            }


def distributions():
    pairs = [([1, 0], [0, 1]), ([0.5, 0.5], [0.5, 0.5]), ([0.2, 0.3, 0.5], [0.1, 0.9, 0]), ([3, 1, 0, 0], [1, 1, 1, 1])]
    pairs += [(generator.dirichlet(np.full(50, 0.3)), generator.dirichlet(np.full(50, 2.0))) for _ in range(5)]
    for p, q in pairs:
        yield {"p": list(map(float, p)), "q": list(map(float, q)), "jensenShannon": float(jensenshannon(p, q) ** 2)}


def histograms():
    samples = [
        ([0, 0.1, 0.2, 0.3, 0.7, 0.9, 1.0], 10, (0, 1)),
        (list(np.arange(0, 1.0001, 0.02)), 50, (0, 1)),
        (list(generator.normal(size=500)), 50, None),
        (list(generator.exponential(2.3, size=300)), 7, None),
        ([np.log(10) * k / 50 for k in range(51)], 50, None),
    ]
    for values, bins, extent in samples:
        extent = extent or (min(values), max(values))
        counts, _ = np.histogram(values, bins, extent)
        yield {"values": list(map(float, values)), "bins": bins, "range": list(map(float, extent)), "counts": counts.tolist()}


def divergences():
    for size in (5, 40, 400):
        pool = generator.gamma(2.0, size=400)
        selected = np.sort(pool)[-size:]
        extent = (pool.min(), pool.max())
        p, _ = np.histogram(selected, 50, extent)
        q, _ = np.histogram(pool, 50, extent)
        yield {"selected": selected.tolist(), "pool": pool.tolist(), "divergence": float(jensenshannon(p, q) ** 2)}


def series():
    for n, slope, offset in ((2, 1, 0), (7, -2, 0), (30, 0.1, 0), (30, 3, 1e6), (200, 0, -5)):
        x = generator.normal(size=n) + offset
        y = slope * x + generator.normal(size=n)
        order = np.sort(generator.choice(10 * n, n, replace=False)).astype(float)
        yield {
            "x": x.tolist(),
            "y": y.tolist(),
            "pearson": float(stats.pearsonr(x, y).statistic),
            "mean": float(np.mean(y)),
            "deviation": float(np.std(y, ddof=1)),
            "budgets": order.tolist(),
            "areaUnderCurve": float(integrate.trapezoid(y, order) / (order[-1] - order[0])),
        }


golden = {
    "scipy": scipy.__version__,
    "numpy": np.__version__,
    "intervals": list(intervals()),
    "distributions": list(distributions()),
    "histograms": list(histograms()),
    "divergences": list(divergences()),
    "series": list(series()),
}
target = Path(__file__).parent.parent / "golden" / "statistics.json"
target.write_text(json.dumps(golden) + "\n")
