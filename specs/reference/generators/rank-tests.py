"""Golden values of Friedman's test and of Pearson's correlation with its significance, from SciPy.

Run:  python -P specs/reference/generators/rank-tests.py
Needs numpy and scipy. Writes specs/reference/golden/rank-tests.json.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

generator = np.random.default_rng(11)


def friedman():
    for blocks, treatments, ties in ((1, 3, 0), (4, 3, 0), (6, 4, 5), (10, 5, 0), (12, 9, 4), (40, 6, 0), (30, 4, 2)):
        values = generator.normal(size=(blocks, treatments)) + 0.4 * np.arange(treatments)
        values = generator.integers(0, ties, size=values.shape).astype(float) if ties else values
        test = stats.friedmanchisquare(*values.T)
        yield {
            "values": values.tolist(),
            "statistic": float(test.statistic),
            "pValue": float(test.pvalue),
            "meanRanks": stats.rankdata(-values, axis=1).mean(0).tolist(),
        }


def pearson():
    for n, slope in ((2, 1), (3, 1), (4, 0), (5, -2), (12, 0.1), (13, 0.6), (30, 0), (31, 1), (200, 0.1), (201, 5), (1000, 0.02)):
        x = generator.normal(size=n)
        y = slope * x + generator.normal(size=n)
        tests = {way: float(stats.pearsonr(x, y, alternative=way).pvalue) for way in ("two-sided", "greater", "less")}
        yield {"x": x.tolist(), "y": y.tolist(), "r": float(stats.pearsonr(x, y).statistic), "pValues": tests}


golden = {
    "scipy": scipy.__version__,
    "numpy": np.__version__,
    "friedman": list(friedman()),
    "pearson": list(pearson()),
}
target = Path(__file__).parent.parent / "golden" / "rank-tests.json"
target.write_text(json.dumps(golden) + "\n")
print([(len(each["x"]), each["pValues"]) for each in golden["pearson"]])
