#!/usr/bin/env bash
# foolbox 3.3.4: HopSkipJump in L2 on several inputs at once.
#
# Expected: each input gets the perturbation that it gets alone, up to chance: an attack treats the inputs of a batch separately.
# Seen: the estimated gradients of a batch are divided by the length of all of them together (`ep.norms.l2` of the whole tensor in
# `approximate_gradients`), so the steps shrink with the root of the batch, and the same queries end much farther from the boundary.
# In L-inf, where only signs count, batches change little.
# Affects: L2 distances, and so robust accuracies, that are measured in batches: models look more robust than they are.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet foolbox==3.3.4 numpy==1.26.4 'setuptools<81'
cat >seen.py <<'PROGRAM'
import sys
import foolbox
import numpy as np

VALUES, INPUTS, STEPS = 64, 32, 4
random = np.random.default_rng(1)
weights = random.normal(size=VALUES).astype(np.float32)
weights /= np.linalg.norm(weights)
images = random.uniform(0.3, 0.7, size=(INPUTS, VALUES)).astype(np.float32)
limit = float((images @ weights).max()) + 0.2  # the label of every image is 0, and its distance to the boundary is known


def network(x):
    score = x @ weights - limit
    return np.stack([-score, score], 1)


model = foolbox.models.NumPyModel(network, bounds=(0, 1))
helpful = random.uniform(size=images.shape) < 0.4
start = np.where(helpful, weights > 0, random.uniform(size=images.shape) < 0.5).astype(np.float32)  # class 1
exact = limit - images @ weights


def ratio(norm, size):
    """The median distance that the attack finds in batches of this size, as a multiple of the distance to the boundary."""
    np.random.seed(1)
    found = []
    for at in range(0, INPUTS, size):
        x, first = images[at : at + size], start[at : at + size]
        attack = foolbox.attacks.HopSkipJumpAttack(steps=STEPS, constraint=norm)
        points = attack.run(model, x, foolbox.criteria.Misclassification(np.zeros(len(x), int)), starting_points=first)
        shift = np.abs(points - x)
        found.append(np.sqrt((shift**2).sum(1)) if norm == "l2" else shift.max(1))
    shortest = exact if norm == "l2" else exact / np.abs(weights).sum()
    return float(np.median(np.concatenate(found) / shortest))


seen = {(norm, size): round(ratio(norm, size), 2) for norm in ("l2", "linf") for size in (1, INPUTS)}
print(f"Python {sys.version.split()[0]}, foolbox {foolbox.__version__}: distance found / distance to the boundary")
for (norm, size), value in seen.items():
    print(f"  {norm}, batches of {size}: {value}")
assert seen["l2", INPUTS] > 1.2 * seen["l2", 1], seen
assert abs(seen["linf", INPUTS] / seen["linf", 1] - 1) < 0.15, seen
PROGRAM
venv/bin/python seen.py
