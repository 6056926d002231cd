"""Writes MATLAB files as SciPy does, with the values that SciPy reads from them in C order.

Usage: python specs/reference/generators/mat-files.py   (needs numpy, scipy)
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.io import loadmat, savemat

random = np.random.default_rng(19)
arrays = {
    "X": random.integers(0, 256, (5, 4, 3, 6), dtype="u1"),
    "y": np.array([[1], [10], [3], [2], [10], [9]], "u1"),
    "doubles": random.normal(size=(3, 4)),
    "singles": random.normal(size=(2, 3, 2)).astype("f4"),
    "i2": random.integers(-300, 300, (3, 3)).astype("i2"),
    "i8": random.integers(-(2**40), 2**40, (2, 3)),
    "a_long_name_of_more_than_four_letters": np.arange(6.0).reshape(2, 3),
}
files = {}
for name, compressed in [("plain", False), ("compressed", True)]:
    file = io.BytesIO()
    savemat(file, {**arrays, "text": "a text", "cell": np.array([{"a": 1}], dtype=object)}, do_compression=compressed)
    read = loadmat(io.BytesIO(file.getvalue()))
    assert all(np.array_equal(read[key], values) for key, values in arrays.items())
    files[name] = base64.b64encode(file.getvalue()).decode()
version4 = io.BytesIO()
savemat(version4, {"doubles": arrays["doubles"]}, format="4")
golden = {
    "scipy": scipy.__version__,
    "files": files,
    "version 4": base64.b64encode(version4.getvalue()).decode(),
    "arrays": {name: {"shape": list(values.shape), "values": values.astype("f8").ravel().tolist()} for name, values in arrays.items()},
}
path = Path(__file__).parent.parent / "golden" / "mat-files.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(path.stat().st_size, "bytes")
