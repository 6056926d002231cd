"""Strategies that spread over the features."""

import numpy as np
import sklearn.cluster
import sklearn.decomposition
import torch
from scipy import stats
from sklearn.metrics import pairwise_distances
from strategy import Strategy


class Features(Strategy):
    def coreSet(self, pca=None):
        h = self.features(torch.cat([self.labelled, self.pool]))
        if pca:
            h = sklearn.decomposition.PCA(pca).fit_transform(h)
        known = np.arange(len(h)) < len(self.labelled)
        distances = np.matmul(h, h.transpose())
        squares = np.array(distances.diagonal()).reshape(len(h), 1)
        distances *= -2
        distances += squares
        distances += squares.transpose()
        distances = np.sqrt(np.maximum(distances, 0, out=distances), out=distances)
        left = distances[~known, :][:, known]
        for _ in range(self.n):
            chosen = left.min(axis=1).argmax()
            index = np.arange(len(h))[~known][chosen]
            known[index] = True
            left = np.delete(left, chosen, 0)
            left = np.append(left, distances[~known, index][:, None], axis=1)

    def kMeans(self):
        self.nearest(self.features(self.pool), None)

    def nearest(self, h, weights):
        model = sklearn.cluster.KMeans(n_clusters=self.n).fit(h, sample_weight=weights)
        labels = model.predict(h)
        distances = ((h - model.cluster_centers_[labels]) ** 2).sum(1)
        np.array([np.arange(len(h))[labels == i][distances[labels == i].argmin()] for i in range(self.n)])

    def doubtful(self, p):
        ordered = np.sort(p, 1)
        margins = ordered[:, -1] - ordered[:, -2]
        candidates = margins.argsort()[: 10 * self.n]
        return candidates, 1 - margins[candidates]

    def diverseMiniBatch(self):
        p, h = self.both()
        candidates, weights = self.doubtful(p)
        self.nearest(h[candidates], weights)

    def clusterMargin(self):
        p, h = self.both()
        candidates, _ = self.doubtful(p)
        labels = sklearn.cluster.AgglomerativeClustering(self.n, linkage="average").fit_predict(h)
        groups = {}
        for i in candidates:
            groups.setdefault(labels[i], []).append(i)
        ordered = sorted(groups.values(), key=len)
        chosen = []
        while len(chosen) < self.n:
            chosen += [group.pop(np.random.randint(len(group))) for group in ordered if group]

    def badge(self):
        p, h = self.both()
        errors = -p
        errors[np.arange(len(p)), p.argmax(1)] += 1
        gradients = (errors[:, :, None] * h[:, None]).reshape(len(p), -1)
        chosen = [np.argmax([np.linalg.norm(g, 2) for g in gradients])]
        d2 = pairwise_distances(gradients, gradients[chosen]).ravel().astype(float)
        while len(chosen) < self.n:
            chances = d2**2 / sum(d2**2)
            law = stats.rv_discrete(name="custom", values=(np.arange(len(d2)), chances))
            index = law.rvs(size=1)[0]
            while index in chosen:
                index = law.rvs(size=1)[0]
            chosen.append(index)
            new = pairwise_distances(gradients, [gradients[index]]).ravel().astype(float)
            for i in range(len(gradients)):
                if d2[i] > new[i]:
                    d2[i] = new[i]

    def determinantalPointProcess(self):
        p, h = self.both()
        h = h.astype(np.float64)
        quality = -(p * np.log(np.where(p > 0, p, 1))).sum(1)
        squares, variance = (h**2).sum(1), h.var(0).sum()
        left = quality**2
        rows = np.zeros((self.n, len(h)))
        index = left.argmax()
        for k in range(self.n):
            distances = squares + squares[index] - 2 * h @ h[index]
            kernel = quality[index] * quality * np.exp(-distances / (2 * variance))
            rows[k] = (kernel - rows[:k, index] @ rows[:k]) / np.sqrt(max(left[index], 1e-10))
            left = left - rows[k] ** 2
            left[index] = -np.inf
            index = left.argmax()
