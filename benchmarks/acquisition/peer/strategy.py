"""Base of all strategies: a network, a labelled set, a pool, and batched passes over them."""

import torch
from torch.nn import functional as F


class Strategy:
    def __init__(self, network, labelled, pool, count, images):
        self.network, self.labelled, self.pool, self.n, self.peer_images = network, labelled, pool, count, images
        self.given = {}

    def give(self):
        """Computes probabilities and features of the pool and the labelled set in advance, so that later uses cost nothing."""
        self.given = {id(data): self.both(data) for data in (self.pool, self.labelled)}

    def batches(self, data, run):
        with torch.no_grad():
            return torch.cat([run(x) for x in data.split(1000)])

    def probabilities(self):
        return self.batches(self.pool, lambda x: F.softmax(self.network(x)[0], 1))

    def both(self, data=None):
        data = self.pool if data is None else data
        if id(data) in self.given:
            return self.given[id(data)]
        rows = self.batches(data, lambda x: torch.cat(self.network(x), 1))
        return F.softmax(rows[:, :10], 1).numpy(), rows[:, 10:].numpy()

    def features(self, data):
        return self.both(data)[1]

    def first(self, scores):
        return scores.sort()[1][: self.n]
