"""Software testing criteria: neuron coverage, and surprise as in its authors' code, one input at a time."""

import time

import numpy as np
from scipy import stats
from strategy import Strategy


class SoftwareTesting(Strategy):
    def neuronCoverage(self):
        active = self.batches(self.pool, self.network.neurons) > 0
        self.first(-active.float().mean(1))

    def kMultisectionNeuronCoverage(self):
        known = self.batches(self.labelled, self.network.neurons)
        low, high = known.min(0)[0], known.max(0)[0]
        a = self.batches(self.pool, self.network.neurons)
        self.first(-((a >= low) & (a <= high)).float().mean(1))

    def likelihoodSurprise(self):
        start = time.process_time()
        (p, h), (q, z) = self.both(), self.both(self.labelled)
        classes, known = p.argmax(1), q.argmax(1)
        removed = np.unique(np.concatenate([np.flatnonzero(z[known == c].var(0) < 1e-5) for c in range(10)]))
        h, z = np.delete(h, removed, 1), np.delete(z, removed, 1)
        densities = [stats.gaussian_kde(z[known == c].T) for c in range(10)]
        return self.one_by_one(start, classes, h, lambda c, row: -densities[c].logpdf(row).item())

    def distanceSurprise(self):
        start = time.process_time()
        (p, h), (q, z) = self.both(), self.both(self.labelled)
        classes, known = p.argmax(1), q.argmax(1)
        everything, members = list(range(len(z))), [np.flatnonzero(known == c).tolist() for c in range(10)]

        def score(c, row):
            near, at = self.closest(row, z[members[c]])
            return near / self.closest(at, z[list(set(everything) - set(members[c]))])[0]

        return self.one_by_one(start, classes, h, score)

    def one_by_one(self, start, classes, rows, score):
        """Selects by scores. If the case sets `peerImages`, scores only that many images and scales their time to all."""
        measured = min(self.peer_images or len(rows), len(rows))
        before = time.process_time()
        scores = [score(c, row) for c, row in zip(classes[:measured], rows)]
        after = time.process_time()
        np.argsort(scores)[: self.n]
        return (before - start) + (after - before) * len(rows) / measured

    def closest(self, row, rows):
        distances = np.linalg.norm(row - rows, axis=1)
        return min(distances), rows[np.argmin(distances)]
