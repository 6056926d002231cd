"""How hard headlines() is, measured with PyTorch: accuracy on the test split after 200 and 2,000 labels.

Run:  npm run build && python specs/reference/generators/headlines-difficulty.py
Needs numpy, torch and node. Prints one line per network and number of labels; writes nothing.
specs/reference/headlines-difficulty.spec.ts holds the package's own perceptron to the same bounds.
"""

import json
import subprocess
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy, one_hot
from torch.nn.utils.rnn import pack_padded_sequence

torch.set_num_threads(1)
root = Path(__file__).parents[3]
export = """
import { headlines } from './dist/src/datasets/index.js';
const { train, test, vocabulary } = headlines();
const plain = ({ inputs, labels }) => ({ inputs: [...inputs], labels: [...labels] });
console.log(JSON.stringify({ train: plain(train), test: plain(test), words: vocabulary.length }));
"""
data = json.loads(subprocess.check_output(["node", "--input-type=module", "-e", export], cwd=root))
words = data["words"]
x, test_x = (torch.tensor(data[name]["inputs"]).reshape(-1, 12) for name in ("train", "test"))
y, test_y = (torch.tensor(data[name]["labels"]) for name in ("train", "test"))


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(words, 64), nn.ReLU(), nn.Linear(64, 4))

    def forward(self, ids):
        counts = one_hot(ids, words).sum(1).float()
        counts[:, 0] = 0  # padding
        return self.layers(counts)


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(words, 64)
        self.recurrent = nn.LSTM(64, 64, batch_first=True)
        self.dense = nn.Linear(64, 4)

    def forward(self, ids):
        lengths = (ids > 0).sum(1)
        packed = pack_padded_sequence(self.embedding(ids), lengths, batch_first=True, enforce_sorted=False)
        return self.dense(self.recurrent(packed)[1][0][0])


def accuracy(network, labels, epochs, learning_rate, seed):
    torch.manual_seed(seed)
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), learning_rate)
    labelled = torch.randperm(len(x))[:labels]
    for _ in range(epochs):
        for batch in labelled[torch.randperm(labels)].split(32):
            optimizer.zero_grad()
            cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
    with torch.no_grad():
        return (model(test_x).argmax(1) == test_y).float().mean().item()


for network, rate in ((Perceptron, 0.001), (Lstm, 0.003)):
    for labels, epochs in ((200, 30), (2000, 10)):
        values = [accuracy(network, labels, epochs, rate, seed) for seed in range(3)]
        print(f"{network.__name__}, {labels} labels, {epochs} epochs: {', '.join(f'{value:.3f}' for value in values)}")
