"""Converts models of Keras to the TensorFlow.js layers format by tensorflowjs 4.22, and records what they predict.

The files themselves are recorded too, because this package also reads them without conversion.

Only the part of tensorflowjs that converts HDF5 is loaded; the rest needs packages that do not fit current versions of TensorFlow.
"""

import base64
import gzip
import importlib.util
import json
import sys
import tempfile
import types
import zipfile
from pathlib import Path

import h5py
import numpy as np

package = types.ModuleType("tensorflowjs")
package.__path__ = list(importlib.util.find_spec("tensorflowjs").submodule_search_locations)
sys.modules["tensorflowjs"] = package
converters = types.ModuleType("tensorflowjs.converters")
converters.__path__ = [str(Path(package.__path__[0]) / "converters")]
sys.modules["tensorflowjs.converters"] = converters
from tensorflowjs.converters import keras_h5_conversion as conversion  # noqa: E402


originals = {}


def packed(path):
    """The bytes of a file, gzipped, in base64."""
    return base64.b64encode(gzip.compress(Path(path).read_bytes(), mtime=0)).decode()


def randomise(random, model):
    """Distinct weights, so that any mix-up changes the predictions."""
    model.set_weights([random.uniform(0.05, 0.6, w.shape).astype("float32") * random.choice([-1, 1], w.shape)
                       if "variance" not in v.name else random.uniform(0.5, 2, w.shape).astype("float32")
                       for w, v in zip(model.get_weights(), model.weights)])


def converted(random, name, model, item_shape, form, decimals=20):
    """Draws weights and three inputs of so many decimals; returns the file, written as `form` and converted, and the predictions."""
    randomise(random, model)
    inputs = random.uniform(0, 1, (3, *item_shape)).round(decimals).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / f"model.{form}"
        model.save(saved)
        originals[name] = {"form": form, "bytes": packed(saved)}
        if form == "h5":
            topology, groups = conversion.h5_merged_saved_model_to_tfjs_format(str(saved))
        else:
            with zipfile.ZipFile(saved) as archive:
                archive.extractall(folder)
                metadata, config = json.loads(archive.read("metadata.json")), json.loads(archive.read("config.json"))
            weights = h5py.File(Path(folder) / "model.weights.h5")
            topology, groups = conversion.h5_v3_merged_saved_model_to_tfjs_format(weights, metadata, config)
        out = Path(folder) / "out"
        out.mkdir()
        conversion.write_artifacts(topology, groups, str(out))
        files = json.loads((out / "model.json").read_text())
        data = b"".join((out / path).read_bytes() for group in files["weightsManifest"] for path in group["paths"])
    files["weightsManifest"] = [{"paths": ["weights.bin"],
                                 "weights": [w for group in files["weightsManifest"] for w in group["weights"]]}]
    return {"name": name, "model": files, "weights": base64.b64encode(data).decode(), "itemShape": item_shape,
            "inputs": inputs.ravel().astype("float64").round(decimals).tolist(),
            "predictions": model.predict(inputs, verbose=0).ravel().astype("float64").round(decimals + 5).tolist()}


def write(target, cases):
    target.write_text(json.dumps(cases, separators=(",", ":")))
    files = target.with_name(f"{target.stem}-originals.json")
    files.write_text(json.dumps(originals, separators=(",", ":")))
    print(files.stat().st_size, target.stat().st_size, [case["name"] for case in cases])
