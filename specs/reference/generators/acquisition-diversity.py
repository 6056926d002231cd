"""Golden values of the acquisition functions that choose by features and neurons, from other people's implementations.

    python specs/reference/generators/acquisition-diversity.py DEEPAL BADGE DPP ALEMPIRICAL

needs pip packages scikit-learn, scipy, torch and dnn-tip, and checkouts of four public repositories: SineZHAN/deepALplus
(k-center greedy), JordanAsh/badge, laming-chen/fast-map-dpp and code4papers/ALempirical (MCP and surprise adequacy), whose own
functions are run.

Writes specs/reference/golden/acquisition-diversity.json: softmax outputs, penultimate layer and hidden layers of a small
network of scikit-learn on its digits, and what those implementations make of them.
"""
import ast
import base64
import contextlib
import importlib
import io
import json
import pathlib
import sys
import types
import warnings

import numpy as np
import scipy
import sklearn
import torch
from dnn_tip.neuron_coverage import KMNC, NAC
from dnn_tip.prioritizers import cam
from dnn_tip.surprise import DSA
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from scipy.stats import gaussian_kde
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
deepal, badge_repository, dpp_repository, alempirical = map(pathlib.Path, sys.argv[1:5])
pool_size, labelled_size = 240, 400

inputs, labels = load_digits(return_X_y=True)
inputs = inputs / 16
network = MLPClassifier((20, 12), max_iter=40, learning_rate_init=0.004, random_state=3).fit(inputs[:300], labels[:300])


def run(x):
    layers = []
    for weights, biases in zip(network.coefs_, network.intercepts_):
        x = np.maximum(x @ weights + biases, 0) if len(layers) < 2 else x @ weights + biases
        layers.append(x.astype(np.float32))
    return layers[:2], scipy.special.softmax(x, axis=1).astype(np.float32)


(first, features), probabilities = run(inputs[900 : 900 + pool_size])
(first_labelled, labelled), labelled_probabilities = run(inputs[:labelled_size])
predictions, labelled_predictions = probabilities.argmax(1), labelled_probabilities.argmax(1)
activations, labelled_activations = np.hstack([first, features]), np.hstack([first_labelled, labelled])
h, z, p = features.astype(np.float64), labelled.astype(np.float64), probabilities.astype(np.float64)


def rounded(values):
    return [float(f"{value:.9g}") for value in np.ravel(values)]


def functions_of(path, *names, **known):
    """Some functions of a file whose imports are not all there."""
    found = [node for node in ast.parse(path.read_text()).body if getattr(node, "name", None) in names]
    space = dict(np=np, **known)
    exec(compile(ast.Module(found, []), str(path), "exec"), space)
    return [space[name] for name in names]


# K-center greedy of DeepAL+, which returns its choice in the order of the pool: one more at a time gives the order.
package = types.ModuleType("query_strategies")
package.__path__ = [str(deepal / "query_strategies")]
sys.modules["query_strategies"] = package
KCenterGreedy = importlib.import_module("query_strategies.kcenter_greedy").KCenterGreedy


def k_center(pool, start, count):
    everything = torch.from_numpy(np.vstack([pool, start]))
    order = []
    for n in range(1, count + 1):
        mask = np.r_[np.zeros(len(pool), bool), np.ones(len(start), bool)]
        dataset = types.SimpleNamespace(
            get_train_data=lambda: (mask.copy(), None), n_pool=len(mask), labeled_idxs=mask.copy()
        )
        strategy = KCenterGreedy(dataset, types.SimpleNamespace(get_embeddings=lambda _: everything), None, None)
        with contextlib.redirect_stderr(io.StringIO()):
            order += [int(i) for i in strategy.query(n) if i not in order]
    return order


few = z[:10]
core_set = k_center(h, few, 60)
components = PCA(4).fit(np.vstack([h, few]))
core_set_pca = k_center(components.transform(h), components.transform(few), 60)

# k-means, from given seeds, plain and weighted.
seeds = np.random.RandomState(0).choice(pool_size, 25, replace=False)
weights = 1 - (np.sort(p)[:, -1] - np.sort(p)[:, -2])
k_means = {}
for name, weight in [("plain", None), ("weighted", weights)]:
    model = KMeans(25, init=h[seeds], n_init=1).fit(h, sample_weight=weight)
    k_means[name] = {"labels": model.labels_.tolist(), "centroids": rounded(model.cluster_centers_)}

tree = linkage(pdist(h, "sqeuclidean"), "average")
clusters = {str(k): fcluster(tree, k, "maxclust").tolist() for k in (3, 20, 90)}

# BADGE: the first choice, and the chances of the second.
source = (badge_repository / "query_strategies" / "badge_sampling.py")
distance, init_centers = functions_of(source, "distance", "init_centers", stats=scipy.stats)
error = -p
error[np.arange(pool_size), predictions] += 1
x1, x2 = (error, (error**2).sum(1)), (h, (h**2).sum(1))
with contextlib.redirect_stdout(io.StringIO()):
    _, badge_first, _, d = init_centers(x1, x2, set(), [], None, None)
chances = d**2 / (d**2).sum()

# Greedy DPP on q RBF q.
sys.path.insert(0, str(dpp_repository))
from dpp import dpp

entropy = -(p * np.log(np.where(p > 0, p, 1))).sum(1)
variance = h.var(0).sum()
kernel = np.outer(entropy, entropy) * np.exp(-((h[:, None] - h) ** 2).sum(-1) / (2 * variance))
process = [int(i) for i in dpp(kernel, 40)]

mcp_source = alempirical / "SE_test_selection" / "MCP.py"
(select, *_rest) = functions_of(mcp_source, "select_my_optimize", "find_second", "select_from_firstsec_dic", "no_empty_number")
mcp = {}
for count in (10, 60):
    with contextlib.redirect_stdout(io.StringIO()):
        model = types.SimpleNamespace(predict=lambda _: p)
        mcp[str(count)] = [int(i) for i in select(model, count, np.zeros(pool_size), np.zeros((1, 10)))]

# Neuron coverage of dnn-tip, whose upper bounds are strict: neurons that never vary are left out, and no output is on a bound.
low, high = labelled_activations.min(0), labelled_activations.max(0)
varying = high > low
assert not (activations == high)[:, varying].any()
nac = {str(t): NAC(t)([activations])[0].tolist() for t in (0, 0.5)}
sections = 8
scores, profiles = KMNC([low[varying]], [high[varying]], sections)([activations[:, varying]])
greedy = [int(i) for i in cam(scores, profiles.copy())]
union = [profiles[greedy[:k]].any(0).sum() for k in range(len(greedy) + 1)]
greedy = [i for k, i in enumerate(greedy) if union[k + 1] > union[k]]  # what covers nothing new comes in no certain order

# Surprise adequacy of the toolkit that the paper published, and of dnn-tip.
closest, kdes_of = functions_of(
    alempirical / "SE_test_selection" / "sa.py", "find_closest_at", "_get_kdes",
    gaussian_kde=gaussian_kde, tqdm=lambda items, **_: items, infog=str, warn=str,
)
members = {c: np.flatnonzero(labelled_predictions == c) for c in range(10)}
options = dict(is_classification=True, num_classes=10, var_threshold=1e-5)
with contextlib.redirect_stdout(io.StringIO()):
    kdes, removed = kdes_of(z, labelled_predictions, members, **options)
kept = np.delete(h, removed, axis=1)
likelihood = [-kdes[c].logpdf(row).item() for c, row in zip(predictions, kept)]
with contextlib.redirect_stderr(io.StringIO()):
    surprise = DSA(z, labelled_predictions)(h, predictions)
for i in range(20):
    near, at = closest(h[i], z[members[predictions[i]]])
    far, _ = closest(at, z[labelled_predictions != predictions[i]])
    assert np.isclose(near / far, surprise[i])


def packed(matrix):
    return base64.b64encode(np.ascontiguousarray(matrix, np.float32).tobytes()).decode()


golden = {
    "made with": {m.__name__: m.__version__ for m in (np, scipy, sklearn)} | {"dnn_tip": "0.1.1"},
    "poolSize": pool_size,
    "labelledSize": labelled_size,
    "probabilities": packed(probabilities),
    "activations": packed(activations),
    "layers": [20, 12],
    "labelledFeatures": packed(labelled),
    "labelledPredictions": labelled_predictions.tolist(),
    "low": rounded(low),
    "high": rounded(high),
    "coreSet": {"start": len(few), "order": core_set, "components": 4, "pcaOrder": core_set_pca},
    "kMeans": {"seeds": seeds.tolist(), **k_means},
    "averageLinkage": {"heights": rounded(tree[:, 2]), "clusters": clusters},
    "badge": {"first": int(badge_first[0]), "chances": rounded(chances)},
    "determinantalPointProcess": process,
    "mcp": mcp,
    "neuronCoverage": nac,
    "kMultisectionNeuronCoverage": {"sections": sections, "covered": scores.tolist(), "greedy": greedy},
    "likelihoodSurprise": rounded(likelihood),
    "distanceSurprise": rounded(surprise),
}
print("accuracy", network.score(inputs[900:], labels[900:]), "columns left", kept.shape[1], "of", h.shape[1])
print("classes of the pool", np.bincount(predictions), "varying neurons", varying.sum(), "of", len(varying))
(pathlib.Path(__file__).parent.parent / "golden" / "acquisition-diversity.json").write_text(json.dumps(golden) + "\n")
