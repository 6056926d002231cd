"""Files that look like those of Keras and lead elsewhere, unpack to far more than they are, or hold no model.

    pip install keras tensorflow h5py
    python specs/reference/generators/hostile-files.py

writes specs/reference/golden/hostile-files.json: per file its form and its bytes, gzipped and in base64.
"""

import base64
import gzip
import io
import json
import tempfile
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np

cases = []
L = keras.layers


def add(name, form, data):
    cases.append({"name": name, "form": form, "bytes": base64.b64encode(gzip.compress(data, mtime=0)).decode()})


def saved(model, form):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"model.{form}"
        (model.save_weights if "weights" in form else model.save)(path)
        return path.read_bytes()


keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((3,), name="in"), L.Dense(4, name="a"), L.Dense(2, name="b")], name="m")
h5, archive = saved(model, "h5"), saved(model, "keras")
parts = {info.filename: zipfile.ZipFile(io.BytesIO(archive)).read(info) for info in zipfile.ZipFile(io.BytesIO(archive)).infolist()}


def h5_with(change, **options):
    """An .h5 file whose kernel of the first layer is replaced."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.h5"
        path.write_bytes(h5)
        with h5py.File(path, "r+", **options) as file:
            group = file["model_weights/a/m/a"]
            del group["kernel"]
            change(file, group)
        return path.read_bytes()


def external(file, group):
    external = [("/etc/hostname", 0, 48)]
    group.create_dataset("kernel", (3, 4), "float32", external=external)


def virtual(file, group):
    layout = h5py.VirtualLayout((3, 4), "float32")
    layout[:] = h5py.VirtualSource("/tmp/other.h5", "a", (3, 4))
    group.create_virtual_dataset("kernel", layout)


def link(value):
    def change(file, group):
        group["kernel"] = value
    return change


add("a weight that is a link to another file", "h5", h5_with(link(h5py.ExternalLink("/tmp/other.h5", "/a"))))
add("a weight that is a link to another place", "h5", h5_with(link(h5py.SoftLink("/model_weights/b/m/b/kernel"))))
add("a weight whose values lie in another file", "h5", h5_with(external))
add("a weight that is a view of another file", "h5", h5_with(virtual))
add("a weight without values and of an absurd size", "h5",
    h5_with(lambda file, group: group.create_dataset("kernel", (2**20, 2**20), "float32", chunks=(2**10, 2**10))))
add("a weight that unpacks to far more than the file", "h5",
    h5_with(lambda file, group: group.create_dataset("kernel", (2**15, 2**12), "float32", chunks=(2**12, 2**12), compression="gzip",
                                                     data=np.zeros((2**15, 2**12), "float32"))))
add("a weight that is the group that holds it", "h5", h5_with(lambda file, group: group.__setitem__("kernel", group)))
add("a weight of text", "h5", h5_with(lambda file, group: group.create_dataset("kernel", data=np.full((3, 4), b"text"))))
add("a weight of another shape", "h5", h5_with(lambda file, group: group.create_dataset("kernel", data=np.zeros((4, 3), "float32"))))
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "new.h5"
    with h5py.File(path, "w", libver="latest") as new, h5py.File(io.BytesIO(h5)) as old:
        for name in old:
            old.copy(name, new)
        for name, value in old.attrs.items():
            new.attrs[name] = value
        for i in range(20):
            new[f"more{i}"] = 0
    add("a group in the newest form of HDF5", "h5", path.read_bytes())
add("weights without layers", "weights.h5", saved(model, "weights.h5"))
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "data.h5"
    with h5py.File(path, "w") as file:
        file["x"] = [1.0]
    add("data", "h5", path.read_bytes())


def zipped(files, compression=zipfile.ZIP_STORED, change=lambda data: data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, data in files.items():
            target.writestr(zipfile.ZipInfo(name), data, compression)
    return change(out.getvalue())


add("an archive whose weights unpack to far more than it is", "keras",
    zipped({**parts, "model.weights.h5": bytes(2**27)}, zipfile.ZIP_DEFLATED))
add("an archive with a file outside of it", "keras", zipped({**parts, "../evil.txt": b"x"}))
add("an archive without weights", "keras", zipped({"config.json": parts["config.json"]}))
add("an archive of PyTorch", "keras", zipped({"archive/data.pkl": b"x", "archive/version": b"3"}))
add("an archive whose list lies about a size", "keras",
    zipped(parts, zipfile.ZIP_DEFLATED, lambda data: data.replace(len(parts["config.json"]).to_bytes(4, "little"),
                                                                   (2**31 - 1).to_bytes(4, "little"))))
add("an archive that is cut off", "keras", archive[:-30])
deep = b'{"class_name":"Sequential","config":{"name":"m","layers":[' + b'{"a":' * 200000 + b"1" + b"}" * 200000 + b"]}}"
add("a configuration without end", "keras", zipped({**parts, "config.json": deep}, zipfile.ZIP_DEFLATED))
lambdas = keras.Sequential([keras.Input((3,)), L.Lambda(lambda x: x * 2, name="twice"), L.Dense(2)])
for form in ("keras", "h5"):
    add(f"{form}, code in Python", form, saved(lambdas, form))


@keras.saving.register_keras_serializable("mine")
class Own(L.Layer):
    def call(self, x):
        return x


add("a layer of its author", "keras", saved(keras.Sequential([keras.Input((3,)), Own(name="own"), L.Dense(2)]), "keras"))
config = json.loads(parts["config.json"])
config["config"]["layers"][1]["config"]["units"] = 2**28
add("a layer of an absurd size", "keras", zipped({**parts, "config.json": json.dumps(config)}))

target = Path(__file__).parent.parent / "golden" / "hostile-files.json"
target.write_text(json.dumps(cases, separators=(",", ":")))
print(target.stat().st_size, [(case["name"], len(case["bytes"])) for case in cases])
