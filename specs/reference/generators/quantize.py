"""Golden values of uniform affine quantisation, from NumPy in float64 with float32 scale and offset.

    python specs/reference/generators/quantize.py

writes specs/reference/golden/quantize.json: for every number of bits the decoded kernel and bias, and the bytes they take.
"""

import json
from pathlib import Path

import numpy as np

generator = np.random.default_rng(11)
kernel = generator.normal(0, 0.3, (7, 4)).astype(np.float32)  # [in, out]
kernel[:, 2] = 0.125  # a constant channel
bias = generator.normal(0, 0.1, 4).astype(np.float32)


def quantize(weights, bits):
    """Per column, as coremltools' linear mode: scale and offset from minimum and maximum, halves to even."""
    levels = 2**bits - 1
    low = weights.min(axis=0).astype(np.float64)
    scale = np.float64(np.float32((weights.max(axis=0).astype(np.float64) - low) / levels))
    safe = np.where(scale == 0, 1, scale)
    level = np.minimum(levels, np.round((weights - low) / safe))
    return np.float32(low + level * scale)


cases = []
for bits in range(2, 17):
    values, channels = kernel.size, kernel.shape[1]
    cases.append({
        "bits": bits,
        "kernel": [float(v) for v in quantize(kernel, bits).ravel()],
        "bias": [float(v) for v in quantize(bias[:, None], bits).ravel()],
        "bytes": -(-(values * bits) // 8) + 8 * channels + -(-(bias.size * bits) // 8) + 8,
    })

path = Path(__file__).parent.parent / "golden" / "quantize.json"
path.write_text(json.dumps({
    "shape": kernel.shape, "kernel": [float(v) for v in kernel.ravel()], "bias": [float(v) for v in bias], "cases": cases,
}) + "\n")
