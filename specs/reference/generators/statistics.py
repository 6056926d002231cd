"""Golden values of src/statistics from SciPy and NumPy.

Run:  python specs/reference/generators/statistics.py
Needs numpy, scipy and statsmodels. Writes specs/reference/golden/statistics.json.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy import integrate, optimize, stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats.multitest import multipletests

generator = np.random.default_rng(20240)


def sequence(successes, n, confidence):
    """Shares at which the outcome is less than 1/alpha times likelier if the share is first drawn from beta(1/2, 1/2)."""

    def evidence(p):
        ratio = stats.betabinom.logpmf(successes, n, 0.5, 0.5) - stats.binom.logpmf(successes, n, p)
        return ratio + np.log(1 - confidence)

    share = successes / n
    low = 0.0 if successes == 0 else optimize.brentq(evidence, 1e-300, share, xtol=1e-16, rtol=1e-14)
    high = 1.0 if successes == n else optimize.brentq(evidence, share, 1 - 1e-16, xtol=1e-16, rtol=1e-14)
    return [low, high]


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
                "sequence": sequence(successes, n, confidence),
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


def tests():
    """Pairs as they come, pairs of shares with ties and zeros, and 48 pairs, which Guo et al. 2021 have at most."""
    samples = [([0.3], [0.1])]
    for n in (2, 5, 8, 12, 20, 48, 50, 51, 80):
        x = generator.normal(size=n)
        samples.append((x, x - generator.normal(0.4, size=n)))
    for n in (4, 9, 13, 14, 40, 60):
        x = generator.integers(0, 12, size=n)
        samples.append((x, generator.integers(0, 12, size=n)))
    samples.append((np.arange(1, 49), np.zeros(48)))
    for x, y in samples:
        results = {}
        for alternative in ("two-sided", "greater", "less"):
            for method in ("auto", "asymptotic"):
                test = stats.wilcoxon(x, y, alternative=alternative, method=method)
                results[f"{alternative} {method}"] = float(test.pvalue)
        yield {
            "x": list(map(float, x)),
            "y": list(map(float, y)),
            "positive": float(stats.wilcoxon(x, y, alternative="greater", method="asymptotic").statistic),
            "pValues": results,
        }


def corrections():
    for values in ([0.04], [0.01, 0.04, 0.03], [0.5, 0.5, 0.5], [0, 1, 0.2], generator.uniform(size=30) ** 4):
        corrected = multipletests(values, method="holm")[1]
        yield {"pValues": list(map(float, values)), "corrected": corrected.tolist()}


def tails():
    for z in (-8, -2.5, 0, 1e-9, 0.5, 1.96, 2.999, 3, 5, 6.1, 12, 30):
        yield {"z": z, "tail": float(stats.norm.sf(z))}


def ranks():
    for values in ([], [3], [2, 1, 2, 2], generator.integers(0, 9, size=25)):
        yield {"values": list(map(float, values)), "ranks": stats.rankdata(values).tolist()}


def curves():
    for runs, stages in ((1, 4), (2, 1), (3, 7)):
        values = generator.uniform(size=(runs, stages))
        baseline = generator.uniform(size=stages)
        labels = np.arange(1, stages + 1) * 200
        reached = labels[values[0] >= 0.6 - 0.005]
        difference = values[0] - baseline
        yield {
            "runs": values.tolist(),
            "baseline": baseline.tolist(),
            "labels": labels.tolist(),
            "mean": values.mean(axis=0).tolist(),
            "deviation": (values.std(axis=0, ddof=1) if runs > 1 else np.zeros(stages)).tolist(),
            "sumOfDifferences": float(100 * difference.sum()),
            "annotations": int(reached[0]) if len(reached) else None,
            "winTieLoss": [int((difference > 0.1).sum()), int((abs(difference) <= 0.1).sum()), int((difference < -0.1).sum())],
        }


def biases():
    """Biases of a selection by the four characteristics of predictions and by label, equation 12 of Guo et al. 2021."""
    probabilities = generator.dirichlet(np.full(5, 0.4), size=300).astype(np.float32)
    labels = generator.integers(0, 5, size=300)
    for size in (20, 150):
        selected = generator.choice(300, size, replace=False)
        p = np.sort(probabilities.astype(float), axis=1)[:, ::-1]
        values = {
            "entropy": stats.entropy(probabilities.astype(float), axis=1),
            "gini": 1 - (p**2).sum(axis=1),
            "leastConfidence": 1 - p[:, 0],
            "margin": p[:, 0] - p[:, 1],
        }
        result = {}
        for name, pool in values.items():
            extent = (pool.min(), pool.max())
            histograms = [np.histogram(part, 50, extent)[0] for part in (pool[selected], pool)]
            result[name] = float(jensenshannon(*histograms) ** 2)
        shares = [np.bincount(part, minlength=5) for part in (labels[selected], labels)]
        result["labels"] = float(jensenshannon(*shares) ** 2)
        yield {
            "probabilities": probabilities.astype(float).ravel().tolist(),
            "labels": labels.tolist(),
            "selected": selected.tolist(),
            "bias": result,
        }


golden = {
    "scipy": scipy.__version__,
    "numpy": np.__version__,
    "statsmodels": statsmodels.__version__,
    "intervals": list(intervals()),
    "distributions": list(distributions()),
    "histograms": list(histograms()),
    "divergences": list(divergences()),
    "series": list(series()),
    "tests": list(tests()),
    "corrections": list(corrections()),
    "tails": list(tails()),
    "ranks": list(ranks()),
    "curves": list(curves()),
    "biases": list(biases()),
}
target = Path(__file__).parent.parent / "golden" / "statistics.json"
target.write_text(json.dumps(golden) + "\n")
