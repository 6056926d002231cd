"""Golden distances of HopSkipJump of foolbox.

    python -P specs/reference/generators/hop-skip-jump.py [--golden FOLDER]
    (pip install torch foolbox)

Attacks networks and inputs that attacks.py and minimal-attacks.py wrote into the folder (specs/reference/golden by default), and writes
hop-skip-jump.json there: per network and norm the number of steps, the queries that they take, and the distance per input and seed.
The starting points are blended with noise by foolbox; their queries are not counted. Inputs are attacked one by one, because foolbox
divides the gradient of each input by the length of all gradients of the batch.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import foolbox
import torch

sys.path.insert(0, str(Path(__file__).parent))
from golden_networks import read, read_perceptron  # noqa: E402

INPUTS, SEEDS = 24, 2

parser = argparse.ArgumentParser()
parser.add_argument("--golden", default=Path(__file__).parent.parent / "golden", type=Path)
arguments = parser.parse_args()
torch.set_num_threads(1)
inputs, labels, networks = read(arguments.golden)
networks["perceptron"] = read_perceptron(arguments.golden)


class Counted(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network, self.calls = network, 0

    def forward(self, x):
        self.calls += 1
        return self.network(x)


runs = []
for name, norm, steps in [
    ("perceptron", "l2", 4), ("perceptron", "linf", 4), ("plain", "l2", 4), ("plain", "linf", 4), ("perceptron", "l2", 8),
]:
    network = networks[name].float()
    right = (network(inputs.float()).argmax(1) == labels).nonzero().flatten()[:INPUTS]
    x, y = inputs[right].float(), labels[right]
    counted = Counted(network).eval()
    model = foolbox.PyTorchModel(counted, bounds=(0, 1), device="cpu")
    distances, queries, start = [], [], time.time()
    for seed in range(SEEDS):
        torch.manual_seed(seed)
        shift = []
        for image, label in zip(x.split(1), y.split(1)):
            criterion = foolbox.criteria.Misclassification(label)
            first = foolbox.attacks.LinearSearchBlendedUniformNoiseAttack(steps=50).run(model, image, criterion)
            counted.calls = 0
            attack = foolbox.attacks.HopSkipJumpAttack(steps=steps, constraint=norm)
            shift.append((attack.run(model, image, criterion, starting_points=first) - image).flatten(1))
            queries.append(counted.calls)
        shift = torch.cat(shift)
        distances.append([round(value, 6) for value in (shift.norm(dim=1) if norm == "l2" else shift.abs().amax(1)).tolist()])
    medians = [torch.tensor(each).median().item() for each in distances]
    print(f"{name} {norm}, {steps} steps: {sum(queries) / len(queries):.0f} queries, medians {medians}, {time.time() - start:.0f} s", flush=True)
    runs.append({"network": name, "norm": norm, "inputs": right.tolist(), "queries": round(sum(queries) / len(queries)), "distances": distances})

(arguments.golden / "hop-skip-jump.json").write_text(json.dumps({"foolbox": foolbox.__version__, "runs": runs}) + "\n")
