"""Writes arrays of every type and order as .npy, and archives as .npz, with the values that NumPy reads from them.

Usage: python specs/reference/generators/numpy-files.py   (needs numpy)
"""

import base64
import io
import json
import zipfile
from pathlib import Path

import numpy as np

random = np.random.default_rng(19)
SHAPE = (4, 3, 2, 2)
TYPES = ["?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]


def values_of(kind):
    if kind == "?":
        return random.integers(0, 2, SHAPE).astype("?")
    if kind[0] == "f":
        special = [0.0, -0.0, 6e-8, -6e-5, 65504.0, 1 / 3]
        drawn = random.normal(0, 10, SHAPE)
        drawn.flat[: len(special)] = special
        return drawn.astype(kind)
    limits = np.iinfo(kind)
    low, high = max(limits.min, -(2**40)), min(limits.max, 2**40)
    return random.integers(low, high, SHAPE, dtype="i8", endpoint=True).astype(kind)


def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def case(name, data):
    read = np.load(io.BytesIO(data))
    return {"name": name, "file": base64.b64encode(data).decode(), "shape": list(read.shape), "values": read.astype("f8").ravel().tolist()}


arrays = []
for kind in TYPES:
    values = values_of(kind)
    for order in "CF":
        for end in "<>" if kind not in ("?", "u1", "i1") else "|":
            ordered = np.array(values.astype(kind if end == "|" else end + kind), order=order)
            arrays.append(case(f"{end}{kind} in {order} order", saved(ordered)))
arrays.append(case("format 2.0", saved(values_of("f4"), (2, 0))))
arrays.append(case("format 3.0", saved(values_of("f4"), (3, 0))))

images = random.integers(0, 256, (10, 3, 4), dtype="u1")
members = {"x_train": images, "y_train": np.arange(10) % 3, "x_test": np.asfortranarray(images[:5].astype(">f8")), "y_test": (np.arange(5) % 3)[:, None].astype("u1")}


def archive(write):
    file = io.BytesIO()
    write(file)
    return base64.b64encode(file.getvalue()).decode()


def with_zip64(file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, values in members.items():
            with target.open(f"{name}.npy", "w", force_zip64=True) as member:
                member.write(saved(values))


archives = {
    "stored": archive(lambda file: np.savez(file, **members)),
    "deflated": archive(lambda file: np.savez_compressed(file, **members)),
    "deflated, with ZIP64 fields": archive(with_zip64),
}
read = {name: {"shape": list(values.shape), "values": values.astype("f8").ravel().tolist()} for name, values in members.items()}
refused = {
    "objects": np.array([{"a": 1}, None], dtype=object),
    "texts": np.array(["cat", "dog"]),
    "complex numbers": np.array([1 + 2j]),
    "records": np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f4")]),
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
}


def pickled(array):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return base64.b64encode(file.getvalue()).decode()


golden = Path(__file__).parent.parent / "golden" / "numpy-files.json"
content = {"numpy": np.__version__, "arrays": arrays, "archives": archives, "members": read, "refused": {name: pickled(a) for name, a in refused.items()}}
golden.write_text(json.dumps(content, separators=(",", ":")) + "\n")
print(len(arrays), "arrays,", golden.stat().st_size, "bytes")
