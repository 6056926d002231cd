"""Files in the TensorFlow.js layers format from Keras 3 and Keras 2 (tf_keras), by tensorflowjs 4.22, and their predictions.

    pip install tensorflow tf_keras h5py six && pip install --no-deps tensorflowjs==4.22.0
    python specs/reference/generators/keras-files.py

writes specs/reference/golden/keras-files.json: per file its model.json, its weights in base64, inputs and predictions. Only the
part of tensorflowjs that converts HDF5 is loaded; the rest needs packages that do not fit current versions of TensorFlow.
"""

import base64
import importlib.util
import json
import sys
import tempfile
import types
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
import tf_keras

package = types.ModuleType("tensorflowjs")
package.__path__ = list(importlib.util.find_spec("tensorflowjs").submodule_search_locations)
sys.modules["tensorflowjs"] = package
converters = types.ModuleType("tensorflowjs.converters")
converters.__path__ = [str(Path(package.__path__[0]) / "converters")]
sys.modules["tensorflowjs.converters"] = converters
from tensorflowjs.converters import keras_h5_conversion as conversion  # noqa: E402

cases = []
random = np.random.default_rng(5)


def randomise(model):
    """Distinct weights, so that any mix-up changes the predictions."""
    model.set_weights([random.uniform(0.05, 0.6, w.shape).astype("float32") * random.choice([-1, 1], w.shape)
                       if "variance" not in v.name else random.uniform(0.5, 2, w.shape).astype("float32")
                       for w, v in zip(model.get_weights(), model.weights)])


def add(name, model, item_shape, form):
    randomise(model)
    inputs = random.uniform(0, 1, (3, *item_shape)).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / f"model.{form}"
        model.save(saved)
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
    cases.append({"name": name, "model": files, "weights": base64.b64encode(data).decode(), "itemShape": item_shape,
                  "inputs": inputs.ravel().tolist(), "predictions": model.predict(inputs, verbose=0).ravel().tolist()})


def convolutional(k):
    L = k.layers
    return k.Sequential([
        k.Input((6, 6, 1)), L.Conv2D(2, 3, activation="relu"), L.BatchNormalization(), L.LeakyReLU(0.2),
        L.MaxPooling2D(), L.Conv2D(2, 2, padding="same"), L.Flatten(), L.Dropout(0.2), L.Dense(2), L.Dense(2),
        L.Dense(3, activation="softmax"),
    ])


def branched(k):
    L = k.layers
    i = k.Input((5, 3))
    inner = k.Sequential([k.Input((4,)), L.Dense(4, activation="relu"), L.Dense(4)], name="inner")
    h = L.Add()([L.Bidirectional(L.GRU(2))(i), inner(L.LSTM(4)(i))])
    shared = L.Dense(4, activation="gelu")
    h = L.LayerNormalization()(shared(shared(h)))
    return k.Model(i, L.Dense(2, activation="softmax")(h))


for version, k in ((3, keras), (2, tf_keras)):
    k.utils.set_random_seed(1)
    for form in ("h5", "keras") if version == 3 else ("h5",):
        add(f"Keras {version}, {form}, a sequence", convolutional(k), [6, 6, 1], form)
        add(f"Keras {version}, {form}, recurrent, nested and shared layers", branched(k), [5, 3], form)
    add(f"Keras {version}, h5, one GRU", k.Sequential([k.Input((5, 3)), k.layers.GRU(4), k.layers.Dense(1, activation="sigmoid")]),
        [5, 3], "h5")
for height, width in ((4, 3), (6, 9), (9, 9)):  # the first crops, the others crop to the proportions and enlarge
    L = keras.layers
    crop = keras.Sequential([keras.Input((7, 6, 1)), L.CenterCrop(height, width), L.Flatten(), L.Flatten(),
                             L.Dense(2, activation="softmax")])
    add(f"Keras 3, h5, a crop to {height} x {width}, flattened twice", crop, [7, 6, 1], "h5")
renamed = convolutional(tf_keras)
for number, layer in enumerate(renamed.layers):
    layer._name = f"{'zyxwvutsrq'[number]}_layer"  # the names of the weights stay; HDF5 sorts by the names of the layers
add("Keras 2, h5, layers with other names than their weights", renamed, [6, 6, 1], "h5")

target = Path(__file__).parent.parent / "golden" / "keras-files.json"
target.write_text(json.dumps(cases, separators=(",", ":")))
print(target.stat().st_size, [case["name"] for case in cases])
