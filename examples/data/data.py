"""Writes handwritten digits as a folder of pictures, as arrays of NumPy and as a table of Hugging Face.

Usage: pip install scikit-learn pillow pyarrow && python data.py
"""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image
from sklearn.datasets import load_digits

images, labels = load_digits(return_X_y=True)
images = (images.reshape(-1, 8, 8) * 255 / 16).round().astype("uint8")
data = Path("data")
data.mkdir(exist_ok=True)

np.savez_compressed(data / "digits.npz", x_train=images[:400], y_train=labels[:400], x_test=images[400:700], y_test=labels[400:700])

names = {0: "zero", 1: "one", 7: "seven"}
for split, start in [("train", 0), ("test", 1000)]:
    for label, name in names.items():
        folder = data / "pictures" / split / name
        folder.mkdir(parents=True, exist_ok=True)
        for at in np.flatnonzero(labels[start:] == label)[:20] + start:
            Image.fromarray(images[at]).save(folder / f"{at}.png")


def encoded(image):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return {"bytes": file.getvalue(), "path": None}


features = {"image": {"_type": "Image"}, "label": {"names": [str(digit) for digit in range(10)], "_type": "ClassLabel"}}
(data / "table").mkdir(exist_ok=True)
for split, part in [("train", slice(0, 400)), ("test", slice(400, 700))]:
    table = pa.table({"image": [encoded(image) for image in images[part]], "label": pa.array(labels[part], pa.int64())})
    table = table.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    pq.write_table(table, data / "table" / f"{split}-00000-of-00001.parquet", compression="zstd")
