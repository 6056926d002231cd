#!/usr/bin/env bash
# cleanlab 2.9.0 on NumPy 2.3.5: label issues where scores are equal.
#
# Expected: find_label_issues gives the same items for the same labels and probabilities on every computer.
# Seen: items are chosen by numpy.argsort with its default kind, which orders equal numbers by the vector instructions of the processor.
# On one computer, with and without AVX2 and AVX512, the chosen items differ for about half of 20 data sets whose probabilities have one
# decimal. So do the ranks of the items. (On a processor without AVX2 there is nothing to compare, and the script says so.)
# Affects: gates on the number or identity of wrong labels that run on several machines.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cleanlab==2.9.0 numpy==2.3.5 >/dev/null 2>&1
cat >seen.py <<'PROGRAM'
import json
import numpy as np
from cleanlab.filter import find_label_issues

found = []
for seed in range(20):
    random = np.random.default_rng(seed)
    truth = random.integers(0, 4, 400)
    logits = random.normal(size=(400, 4)) + 2 * np.eye(4)[truth]
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    shares = np.round(shares, 1)
    shares[:, 3] = 0
    top = shares.argmax(axis=1)
    shares[np.arange(400), top] += 1 - shares.sum(axis=1)
    labels = np.where(random.random(400) < 0.2, random.integers(0, 4, 400), truth)
    labels[:4] = range(4)
    found.append(find_label_issues(labels, shares, n_jobs=1).nonzero()[0].tolist())
print(json.dumps(found))
PROGRAM
if ! grep -qw avx2 /proc/cpuinfo; then
  echo 'no AVX2 here: nothing to compare'
  exit 0
fi
venv/bin/python seen.py >with.json
features="$(venv/bin/python -c 'from numpy._core._multiarray_umath import __cpu_features__ as f, __cpu_dispatch__ as d; print(" ".join(n for n in d if f.get(n)))')"
NPY_DISABLE_CPU_FEATURES="$features" venv/bin/python seen.py >without.json
venv/bin/python - <<'PROGRAM'
import json
a, b = json.load(open("with.json")), json.load(open("without.json"))
differ = sum(x != y for x, y in zip(a, b))
print(f"cleanlab 2.9.0, NumPy 2.3.5: other items in {differ} of {len(a)} data sets")
assert differ >= 1
PROGRAM
