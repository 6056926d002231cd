"""Peer of the suite: TextAttack's recipes on the LSTM of problem.mjs in PyTorch, on one CPU thread."""

import importlib.metadata
import json
import random
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from textattack.attack_recipes import DeepWordBugGao2018, PWWSRen2019
from textattack.attack_results import SkippedAttackResult, SuccessfulAttackResult
from textattack.models.wrappers import ModelWrapper

sys.path.insert(0, str(Path(__file__).parents[1] / "peers"))
from protocol import serve  # noqa: E402

torch.set_num_threads(1)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Network(nn.Module):
    def __init__(self, words, units, classes):
        super().__init__()
        self.embedding = nn.Embedding(words, units)
        self.lstm = nn.LSTM(units, units, batch_first=True)
        self.dense = nn.Linear(units, classes)

    def forward(self, tokens):
        last = (tokens > 0).sum(1).clamp(min=1) - 1
        states = self.lstm(self.embedding(tokens))[0]
        return self.dense(states[torch.arange(len(tokens)), last])


class Reader(ModelWrapper):
    """Encodes texts as this package does, and returns probabilities."""

    def __init__(self, folder):
        self.problem = json.loads((folder / "problem.json").read_text())
        self.ids = {word: at for at, word in enumerate(self.problem["vocabulary"])}
        self.model = read(folder, self.problem)

    def __call__(self, texts):
        length = self.problem["length"]
        tokens = torch.zeros(len(texts), length, dtype=torch.long)
        for row, text in enumerate(texts):
            ids = [self.ids.get(word, 1) for word in WORD.findall(text.lower())][:length]
            if ids:
                tokens[row, : len(ids)] = torch.tensor(ids)
        with torch.no_grad():
            return self.model(tokens).softmax(1)


def read(folder, problem):
    values = np.fromfile(folder / "problem.bin", np.float32)
    parts = []
    for shape in problem["shapes"]:
        size = int(np.prod(shape))
        parts.append(torch.tensor(values[:size]).reshape(shape))
        values = values[size:]
    embedding, kernel, recurrent, bias, weight, offset = parts
    network = Network(embedding.shape[0], problem["units"], problem["classes"]).eval()
    network.embedding.weight.data = embedding
    network.lstm.weight_ih_l0.data, network.lstm.weight_hh_l0.data = kernel.T.contiguous(), recurrent.T.contiguous()
    network.lstm.bias_ih_l0.data, network.lstm.bias_hh_l0.data = bias, torch.zeros_like(bias)
    network.dense.weight.data, network.dense.bias.data = weight.T.contiguous(), offset
    return network


def prepare(case):
    reader = Reader(Path(case["folder"]))
    recipe = {"pwws": PWWSRen2019, "deepWordBug": DeepWordBugGao2018}[case["attack"]]

    def sample():
        for seed in (random.seed, np.random.seed, torch.manual_seed):
            seed(1)
        attack = recipe.build(reader)  # a new one has nothing in its cache
        start = (time.perf_counter(), time.process_time())
        results = [attack.attack(text, label) for text, label in zip(reader.problem["texts"], reader.problem["labels"])]
        end = (time.perf_counter(), time.process_time())
        attacked = [result for result in results if not isinstance(result, SkippedAttackResult)]
        broken = sum(isinstance(result, SuccessfulAttackResult) for result in attacked)
        queries = sum(result.num_queries for result in attacked) / len(attacked)
        note = f"{100 * broken / len(attacked):.1f} % of {len(attacked)}, {queries:.0f} queries"
        return {"value": end[0] - start[0], "processor": end[1] - start[1], "note": note}

    return sample


serve({"version": importlib.metadata.version("textattack"), "threads": torch.get_num_threads()}, prepare)
