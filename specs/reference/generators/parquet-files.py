"""Writes Parquet files as Hugging Face and pandas do, with what pyarrow and Pillow read from them.

Usage: python specs/reference/generators/parquet-files.py   (needs numpy, pillow, pyarrow)
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

random = np.random.default_rng(19)
ROWS = 12


def picture(at):
    file = io.BytesIO()
    Image.fromarray(random.integers(0, 256, (5, 4, 3), dtype="u1")).save(file, "JPEG" if at % 3 == 0 else "PNG")
    return file.getvalue()


def saved(table, **options):
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return base64.b64encode(file.getvalue()).decode()


pictures = [picture(at) for at in range(ROWS)]
labels = (np.arange(ROWS) * 7 % 3).tolist()
features = {"image": {"_type": "Image"}, "label": {"names": ["ant", "bee", "cat"], "_type": "ClassLabel"}}
images = pa.table(
    {"image": pa.array([{"bytes": data, "path": f"{at}.png"} for at, data in enumerate(pictures)]), "label": pa.array(labels, pa.int64())}
).replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
texts = [f"text {at} with “quotes”, ünïcode\tand tabs" for at in range(ROWS)]
words = pa.table({"text": texts, "label": [["no", "yes"][label % 2] for label in labels]})
numbers = pa.table(
    {
        "width": random.normal(size=ROWS).astype("f4"),
        "count": random.integers(-(2**40), 2**40, ROWS),
        "half": pa.array(random.normal(size=ROWS).astype("f2"), pa.float16()),
        "small": random.integers(0, 200, ROWS).astype("u1"),
        "isOld": random.integers(0, 2, ROWS).astype(bool),
        "series": pa.array(random.normal(size=(ROWS, 3)).tolist()),
        "label": pa.array(labels, pa.int32()),
    }
)
columns = [name for name in numbers.column_names if name != "label"]
read = [np.concatenate([np.atleast_1d(np.asarray(value, "f8")) for value in row]).tolist() for row in zip(*(numbers[name].to_pylist() for name in columns))]
forms = {
    "snappy": {"compression": "snappy"},
    "zstd, two row groups": {"compression": "zstd", "row_group_size": 7},
    "gzip, pages of version 2": {"compression": "gzip", "data_page_version": "2.0"},
    "lz4, without dictionaries": {"compression": "lz4", "use_dictionary": False},
    "brotli": {"compression": "brotli"},
    "uncompressed": {"compression": "none"},
}
golden = {
    "pyarrow": pa.__version__,
    "images": {name: saved(images, **options) for name, options in forms.items()},
    "pixels": [np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).ravel().tolist() for data in pictures],
    "labels": labels,
    "texts": {"file": saved(words), "texts": texts, "labels": words["label"].to_pylist()},
    "numbers": {"file": saved(numbers), "columns": columns, "rows": read},
}
path = Path(__file__).parent.parent / "golden" / "parquet-files.json"
path.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n")
print(path.stat().st_size, "bytes")
