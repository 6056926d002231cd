"""Strategies that use predictions, or dropout draws, for each of which DeepAL+ runs the whole network."""

import numpy as np
import torch
from strategy import Strategy
from torch.nn import functional as F


class Predictions(Strategy):
    def randomSampling(self):
        np.random.choice(len(self.pool), self.n, replace=False)

    def maxEntropy(self):
        p = self.probabilities()
        self.first((p * torch.log(p)).sum(1))

    def margin(self):
        p = self.probabilities().sort(descending=True)[0]
        self.first(p[:, 0] - p[:, 1])

    def marginRatio(self):
        p = self.probabilities().sort(descending=True)[0]
        self.first(-p[:, 1] / p[:, 0])

    def leastConfidence(self):
        self.first(self.probabilities().max(1)[0])

    def deepGini(self):
        self.first((self.probabilities() ** 2).sum(1))

    def ceal(self):
        p = self.probabilities()
        entropy = -(p * torch.log(p)).sum(1)
        self.first(-entropy), p.argmax(1)[entropy < 0.05]

    def mcp(self):
        p = self.probabilities().numpy()
        areas = {}
        for i, row in enumerate(p):
            second, first = np.argsort(row)[-2:]
            areas.setdefault((first, second), []).append((row[second] / row[first], i))
        for area in areas.values():
            area.sort()
        chosen = []
        while len(chosen) < self.n:
            chosen += [area.pop()[1] for area in areas.values() if area]

    def dre(self):
        p = self.probabilities().numpy()
        entropy = -(p * np.log(np.where(p > 0, p, 1))).sum(1)
        bins = np.minimum(49, np.digitize(entropy, np.histogram_bin_edges(entropy, 50)) - 1)
        order = np.concatenate([np.random.permutation(np.flatnonzero(bins == b)) for b in range(50)])
        order[((np.arange(self.n) + np.random.rand()) * len(order) / self.n).astype(int)]


class Draws(Strategy):
    def draws(self):
        self.network.dropout = 0.1
        drawn = torch.stack([self.probabilities() for _ in range(10)])
        self.network.dropout = 0.0
        return drawn

    def bald(self):
        p = self.draws()
        mean = p.mean(0)
        self.first((mean * torch.log(mean)).sum(1) - (p * torch.log(p)).sum(2).mean(0))

    def variationRatio(self):
        classes = self.draws().argmax(2)
        counts = F.one_hot(classes, 10).sum(0).max(1)[0]
        self.first(counts)

    def dropoutEntropy(self):
        p = self.draws().mean(0)
        self.first((p * torch.log(p)).sum(1))

    def dropoutMargin(self):
        p = self.draws().mean(0).sort(descending=True)[0]
        self.first(p[:, 0] - p[:, 1])

    def dropoutLeastConfidence(self):
        self.first(self.draws().mean(0).max(1)[0])

    def meanStd(self):
        self.first(-self.draws().std(0).mean(1))
