"""DeepAL+'s algorithms, or what one would write after them in PyTorch, NumPy, SciPy and scikit-learn, as a peer of the suite."""

import resource
import sys
import time
from pathlib import Path

import numpy as np
import sklearn.cluster
import sklearn.decomposition
import torch
from scipy import stats
from sklearn.metrics import pairwise_distances
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parents[1] / "peers"))
from protocol import serve  # noqa: E402

torch.set_num_threads(1)
LABELLED = 2000


class LeNet5(nn.Module):
    """Returns logits and features, as the networks of DeepAL+ do; dropout before dense layers where it is asked for."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
        self.dropout = 0.0

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        x = F.relu(self.fc1(F.dropout(x, self.dropout)))
        x = F.relu(self.fc2(F.dropout(x, self.dropout)))
        return self.fc3(F.dropout(x, self.dropout)), x

    def neurons(self, x):
        a = F.relu(self.conv1(x))
        b = F.relu(self.conv2(F.max_pool2d(a, 2)))
        c = F.relu(self.fc1(F.max_pool2d(b, 2).flatten(1)))
        return torch.cat([a.mean((2, 3)), b.mean((2, 3)), c, F.relu(self.fc2(c))], 1)


def load(folder):
    """The network of TensorFlow.js: channels last, kernels [height, width, in, out], dense [in, out]."""
    weights = torch.from_numpy(np.fromfile(folder / "weights.bin", np.float32))
    network = LeNet5()
    at = 0
    with torch.no_grad():
        for layer in (network.conv1, network.conv2, network.fc1, network.fc2, network.fc3):
            for parameter in (layer.weight, layer.bias):
                values = weights[at : at + parameter.numel()]
                at += parameter.numel()
                if parameter.ndim == 4:
                    o, i, h, w = parameter.shape
                    values = values.reshape(h, w, i, o).permute(3, 2, 0, 1)
                elif layer is network.fc1 and parameter.ndim == 2:
                    values = values.reshape(5, 5, 16, 120).permute(3, 2, 0, 1).reshape(120, 400)
                elif parameter.ndim == 2:
                    values = values.reshape(parameter.T.shape).T
                parameter.copy_(values.reshape(parameter.shape))
    images = torch.from_numpy(np.fromfile(folder / "images.bin", np.float32)).reshape(-1, 1, 28, 28)
    return network.eval(), images


class Strategy:
    def __init__(self, network, labelled, pool, count, images):
        self.network, self.labelled, self.pool, self.n, self.peer_images = network, labelled, pool, count, images

    def batches(self, data, run):
        with torch.no_grad():
            return torch.cat([run(x) for x in data.split(1000)])

    def probabilities(self):
        return self.batches(self.pool, lambda x: F.softmax(self.network(x)[0], 1))

    def both(self, data=None):
        data = self.pool if data is None else data
        rows = self.batches(data, lambda x: torch.cat(self.network(x), 1))
        return F.softmax(rows[:, :10], 1).numpy(), rows[:, 10:].numpy()

    def features(self, data):
        return self.both(data)[1]

    def first(self, scores):
        return scores.sort()[1][: self.n]

    def draws(self):
        self.network.dropout = 0.1
        drawn = torch.stack([self.probabilities() for _ in range(10)])
        self.network.dropout = 0.0
        return drawn

    # from predictions

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

    # from dropout draws: the whole network is run for each

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

    # from gradients: one image at a time

    def scaled(self, distance):
        start = time.process_time()
        for i in range(self.peer_images):
            distance(self.pool[i])
        return (time.process_time() - start) * len(self.pool) / self.peer_images

    def expectedGradientLength(self):
        def length(x):
            logits, _ = self.network(x[None])
            p = F.softmax(logits, 1)[0].detach()
            total = 0
            for c in range(10):
                self.network.zero_grad()
                F.cross_entropy(logits, torch.tensor([c])).backward(retain_graph=True)
                total += p[c] * torch.sqrt(sum((w.grad**2).sum() for w in self.network.parameters()))
            return total.item()

        return self.scaled(length)

    def dfal(self):
        def distance(x):
            nx = x[None].clone().requires_grad_()
            eta = torch.zeros(nx.shape)
            out = self.network(nx + eta)[0]
            start = label = out.argmax(1).item()
            steps = 0
            while label == start and steps < 50:
                out[0, start].backward(retain_graph=True)
                own = nx.grad.clone()
                least, nearest = np.inf, None
                for c in range(10):
                    if c == start:
                        continue
                    nx.grad.zero_()
                    out[0, c].backward(retain_graph=True)
                    w = nx.grad - own
                    value = abs((out[0, c] - out[0, start]).item()) / np.linalg.norm(w.numpy().ravel())
                    if value < least:
                        least, nearest = value, value / np.linalg.norm(w.numpy().ravel()) * w
                eta += 1.02 * nearest
                nx.grad.zero_()
                out = self.network(nx + eta)[0]
                label = out.argmax(1).item()
                steps += 1
            return (eta * eta).sum().item()

        return self.scaled(distance)

    def adversarialBim(self):
        def distance(x):
            nx = x[None].clone().requires_grad_()
            eta = torch.zeros(nx.shape)
            out = self.network(nx)[0]
            start = out.argmax(1)
            for _ in range(100):
                if out.argmax(1).item() != start.item():
                    break
                F.cross_entropy(out, start).backward()
                eta += 0.05 * torch.sign(nx.grad)
                nx.grad.zero_()
                out = self.network(nx + eta)[0]
            return (eta * eta).sum().item()

        return self.scaled(distance)

    # from features

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

    # from software testing

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
        same, others = [z[known == c] for c in range(10)], [z[known != c] for c in range(10)]
        scores = []
        for c, row in zip(classes, h):
            near = np.linalg.norm(row - same[c], axis=1)
            at = same[c][near.argmin()]
            scores.append(near.min() / np.linalg.norm(at - others[c], axis=1).min())
        np.argsort(scores)[: self.n]


loaded = {}


def prepare(case):
    folder = Path(case["folder"])
    if folder not in loaded:
        loaded[folder] = load(folder)
    network, images = loaded[folder]
    labelled, pool = images[: case["labelled"]], images[LABELLED : LABELLED + case["pool"]]
    options = dict(case.get("options") or {})
    candidates = options.pop("candidates", None)
    strategy = Strategy(network, labelled, pool[:candidates], case["count"], case.get("peerImages"))
    strategy.batches(pool[:256], lambda x: network(x)[0])

    def sample():
        reset_peak()
        start = time.process_time()
        scaled = getattr(strategy, case["acquisition"])(**options)
        seconds = time.process_time() - start
        return {"value": scaled or seconds, "bytes": peak()}

    return sample


def reset_peak():
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")


def peak():
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


if __name__ == "__main__":
    serve({"version": f"{torch.__version__}, scikit-learn {sklearn.__version__}", "threads": torch.get_num_threads()}, prepare)
