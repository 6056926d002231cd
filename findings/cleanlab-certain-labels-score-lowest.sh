#!/usr/bin/env bash
# cleanlab 2.9.0: get_label_quality_scores by confidence_weighted_entropy.
#
# Expected: the score is from 0 to 1, lower for labels that are more probably wrong. A label to which the model gives the probability 1 is
# the best there is; its formula log(r + 1) / r tends to 1 there.
# Seen: for the probability 1 of the given label the score is 0, the worst of all. Just below 1 it is nearly 1.
# Affects: rankings of data sets whose models are certain in single precision, which then begin with the surest labels.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cleanlab==2.9.0 numpy==2.3.5 >/dev/null 2>&1
venv/bin/python - <<'PROGRAM'
import numpy as np
from cleanlab.rank import get_label_quality_scores

shares = np.array([[1.0, 0.0, 0.0], [1 - 1e-4, 5e-5, 5e-5], [0.2, 0.7, 0.1]])
scores = get_label_quality_scores(np.array([0, 0, 2]), shares, method="confidence_weighted_entropy")
print("cleanlab 2.9.0: certain", scores[0], "nearly certain", scores[1], "wrong", scores[2])
assert scores[0] == 0 and scores[1] > 0.99 and 0 < scores[2] < 0.9
PROGRAM
