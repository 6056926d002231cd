"""Criteria of software testing: coverage of neurons, and surprise as its authors publish it, one input at a time."""

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
        (p, h), (q, z) = self.both(), self.both(self.labelled)
        classes, known = p.argmax(1), q.argmax(1)
        removed = np.unique(np.concatenate([np.flatnonzero(z[known == c].var(0) < 1e-5) for c in range(10)]))
        h, z = np.delete(h, removed, 1), np.delete(z, removed, 1)
        densities = [stats.gaussian_kde(z[known == c].T) for c in range(10)]
        scores = np.array([-densities[c].logpdf(row).item() for c, row in zip(classes, h)])
        scores.argsort()[: self.n]

    def distanceSurprise(self):
        (p, h), (q, z) = self.both(), self.both(self.labelled)
        classes, known = p.argmax(1), q.argmax(1)
        everything, members = list(range(len(z))), [np.flatnonzero(known == c).tolist() for c in range(10)]
        scores = []
        for c, row in zip(classes, h):
            near, at = self.closest(row, z[members[c]])
            scores.append(near / self.closest(at, z[list(set(everything) - set(members[c]))])[0])
        np.argsort(scores)[: self.n]

    def closest(self, row, rows):
        distances = np.linalg.norm(row - rows, axis=1)
        return min(distances), rows[np.argmin(distances)]
