#!/usr/bin/env bash
# Hugging Face datasets 5.2.0: Parquet files with the names of classes.
#
# Expected: load_dataset('parquet') gives a column the type that the file's own metadata (the key "huggingface") says, such as ClassLabel with
# its names, whatever else writes the file.
# Seen: it does so for a column that may be null. The same column, declared in Parquet as never null, as a label should be, becomes a plain
# int64, and the names of the classes are lost without a word.
# Affects: writers of data sets other than this library.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 pyarrow==26.0.1 >/dev/null 2>&1
HF_HOME="$folder/cache" HF_HUB_OFFLINE=1 venv/bin/python - 2>/dev/null <<'PROGRAM'
import json
import datasets, pyarrow as pa, pyarrow.parquet as pq

info = {"info": {"features": {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}}}
seen = {}
for nullable in (True, False):
    schema = pa.schema([pa.field("label", pa.int64(), nullable=nullable)], metadata={"huggingface": json.dumps(info)})
    path = f"nullable-{nullable}.parquet"
    pq.write_table(pa.table({"label": [0, 1]}, schema=schema), path)
    seen[nullable] = datasets.load_dataset("parquet", data_files=path, split="train").features["label"]
print("datasets", datasets.__version__, "pyarrow", pa.__version__, "nullable:", seen[True], "never null:", seen[False])
assert seen[True] == datasets.ClassLabel(names=["cat", "dog"])
assert seen[False] == datasets.Value("int64")
PROGRAM
