"""Golden values of McNemar's exact test, from statsmodels and from SciPy's binomial distribution.

Run:  python -P specs/reference/generators/mcnemar.py
Needs scipy and statsmodels. Writes specs/reference/golden/mcnemar.json.
"""

import json
from pathlib import Path

import scipy
import statsmodels
from scipy.stats import binomtest
from statsmodels.stats.contingency_tables import mcnemar

pairs = [(0, 0), (1, 0), (0, 5), (5, 0), (6, 0), (6, 1), (1, 6), (4, 4), (3, 5), (10, 2), (12, 25), (24, 0), (40, 60), (61, 60)]
pairs += [(100, 140), (500, 503), (0, 1000), (1, 1000), (1500, 1650), (5000, 5200), (10000, 9000), (30000, 30001)]


def entry(worse, better):
    p = float(mcnemar([[7, worse], [better, 9]], exact=True).pvalue)
    other = float(binomtest(worse, worse + better, 0.5).pvalue) if worse + better else 1.0
    assert abs(p - other) <= 1e-9 * other, (worse, better, p, other)
    return {"worse": worse, "better": better, "pValue": p}


golden = {
    "statsmodels": statsmodels.__version__,
    "scipy": scipy.__version__,
    "mcnemar": [entry(*pair) for pair in pairs],
}
target = Path(__file__).parent.parent / "golden" / "mcnemar.json"
target.write_text(json.dumps(golden) + "\n")
print([(each["worse"], each["better"], each["pValue"]) for each in golden["mcnemar"]])
