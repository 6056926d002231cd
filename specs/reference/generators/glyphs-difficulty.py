"""How hard glyphs() is for LeNet-5, measured with PyTorch: accuracy on the test split after 200 and 2,000 labels.

Run:  npm run build && python specs/reference/generators/glyphs-difficulty.py
Needs numpy, torch and node. Prints one line a schedule; writes nothing. specs/reference/glyphs-difficulty.spec.ts holds the
package's own LeNet-5 to the same bounds.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

root = Path(__file__).parents[3]
export = """
import { writeFileSync } from 'node:fs';
import { glyphs } from './dist/src/datasets/index.js';
const dataset = glyphs({ train: 4000, test: 2000 });
for (const name of ['train', 'test']) {
  const { inputs, labels } = dataset[name];
  writeFileSync(`${process.argv[1]}/${name}.f32`, new Uint8Array(inputs.buffer));
  writeFileSync(`${process.argv[1]}/${name}.i32`, new Uint8Array(labels.buffer));
}
"""


def read(folder):
    for name in ("train", "test"):
        inputs = np.fromfile(f"{folder}/{name}.f32", np.float32).reshape(-1, 1, 28, 28)
        labels = np.fromfile(f"{folder}/{name}.i32", np.int32).astype(np.int64)
        yield torch.tensor(inputs), torch.tensor(labels)


with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["node", "--input-type=module", "-e", export, folder], cwd=root, check=True)
    (x, y), (test_x, test_y) = read(folder)


def le_net5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


def accuracy(labels, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    network = le_net5()
    optimizer = torch.optim.Adam(network.parameters(), learning_rate)
    labelled = torch.randperm(len(x))[:labels]
    for _ in range(epochs):
        for batch in labelled[torch.randperm(labels)].split(batch_size):
            optimizer.zero_grad()
            cross_entropy(network(x[batch]), y[batch]).backward()
            optimizer.step()
    with torch.no_grad():
        return (network(test_x).argmax(1) == test_y).float().mean().item()


torch.set_num_threads(1)
for schedule in ((200, 50, 32, 0.001), (200, 50, 32, 0.002), (2000, 40, 32, 0.001), (2000, 15, 32, 0.002), (2000, 10, 64, 0.003)):
    values = [accuracy(*schedule, seed) for seed in range(5)]
    print("{} labels, {} epochs, batch {}, learning rate {}:".format(*schedule), *(f"{value:.4f}" for value in values), flush=True)
