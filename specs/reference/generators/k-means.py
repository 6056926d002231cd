"""Golden values of k-means on a line, from the packages kmeans1d 0.5.0 (exact), ckmeans 1.2.0 (exact) and scikit-learn.

    pip install kmeans1d==0.5.0 ckmeans==1.2.0 scikit-learn
    python specs/reference/generators/k-means.py

writes specs/reference/golden/k-means.json: the least squared errors and their centroids. The values are drawn by a linear
congruential generator, which the spec runs too.
"""

import json
import time
from pathlib import Path

import ckmeans
import kmeans1d
import numpy as np
from sklearn.cluster import KMeans


def draw(count, seed):
    """Sums of four uniform numbers, so bell-shaped, in float32."""
    state, values = seed, []
    for _ in range(count):
        total = 0
        for _ in range(4):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            total += state
        values.append(total / 2**32 - 2)
    return np.float32(values)


kernels = {
    "distinct": draw(4000, 1),
    "repeated": np.float32(np.floor(draw(4000, 2) * 60) / 64),
    "far from zero": np.float32(300 + draw(2000, 3) / 8),
}
cases = []
for name, kernel in kernels.items():
    values = kernel.astype(np.float64)
    for count in (2, 4, 16, 64, 256):
        if len(np.unique(values)) <= count:
            continue
        started = time.perf_counter()
        clusters, centroids = kmeans1d.cluster(values, count)
        seconds = time.perf_counter() - started
        least = float(((values - np.array(centroids)[clusters]) ** 2).sum())
        started = time.perf_counter()
        groups = [np.array(group) for group in ckmeans.ckmeans(values, min(count, 255))]  # it has at most 255 clusters
        peer = time.perf_counter() - started
        if count <= 255:
            assert abs(sum(((group - group.mean()) ** 2).sum() for group in groups) / least - 1) < 1e-6, (name, count)
        started = time.perf_counter()
        best = KMeans(count, n_init=10, random_state=0).fit(values[:, None]).inertia_
        ten = time.perf_counter() - started
        one = KMeans(count, n_init=1, random_state=0).fit(values[:, None]).inertia_
        print(f"{name:14} {count:4}: kmeans1d {seconds:.3f} s, ckmeans {peer:.3f} s; scikit-learn {one / least:.4f} times its error, best of ten {best / least:.4f} in {ten:.2f} s")
        cases.append({"kernel": name, "count": count, "least": least, "centroids": sorted(centroids) if count <= 16 else []})

golden = Path(__file__).parent.parent / "golden" / "k-means.json"
golden.write_text(json.dumps(cases) + "\n")
