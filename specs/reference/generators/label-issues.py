"""Golden values of confident learning, from cleanlab.

NumPy sorts equal numbers in an order that depends on the processor, so equal scores are sorted in their order here.

Run:  python -P specs/reference/generators/label-issues.py
Needs cleanlab 2.9. Writes specs/reference/golden/label-issues.json.
"""

import json
import warnings
from pathlib import Path

import cleanlab
import numpy as np
from cleanlab.count import compute_confident_joint, estimate_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

warnings.filterwarnings("ignore")
unstable = np.argsort
np.argsort = lambda values, *given, **named: unstable(values, *given, **{**named, "kind": "stable"})

FILTERS = {
    "pruneByNoiseRate": "prune_by_noise_rate",
    "pruneByClass": "prune_by_class",
    "both": "both",
    "confidentLearning": "confident_learning",
    "predictedNeqGiven": "predicted_neq_given",
    "lowNormalizedMargin": "low_normalized_margin",
    "lowSelfConfidence": "low_self_confidence",
}
SCORES = {
    "selfConfidence": "self_confidence",
    "normalizedMargin": "normalized_margin",
    "confidenceWeightedEntropy": "confidence_weighted_entropy",
}


def drawn(seed, items, classes, noise, sharpness, digits):
    """Probabilities of a made-up model, and labels of which a share was changed."""
    random = np.random.default_rng(seed)
    truth = random.choice(classes, items, p=random.dirichlet(np.full(classes, 5.0)))
    truth[:classes] = np.arange(classes)
    logits = random.normal(size=(items, classes)) * 1.2
    logits[np.arange(items), truth] += sharpness
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.where(random.random(items) < noise, random.integers(0, classes, items), truth)
    labels[:classes] = np.arange(classes)
    shares = np.round(shares, digits)
    shares[np.arange(items), shares.argmax(axis=1)] += 1 - shares.sum(axis=1)
    return labels, np.round(shares, digits)


def case(name, *settings):
    labels, shares = drawn(*settings)
    count, joint = compute_confident_joint(labels, shares), estimate_joint(labels, shares)
    return {
        "name": name,
        "labels": labels.tolist(),
        "probabilities": shares.tolist(),
        "thresholds": get_confident_thresholds(labels, shares).tolist(),
        "calibrated": count.tolist(),
        "joint": joint.tolist(),
        "quality": {ours: get_label_quality_scores(labels, shares, method=theirs).tolist() for ours, theirs in SCORES.items()},
        "issues": {
            ours: find_label_issues(labels, shares, filter_by=theirs, return_indices_ranked_by="self_confidence", n_jobs=1).tolist()
            for ours, theirs in FILTERS.items()
        },
    }


cases = [
    case("3 classes, a tenth wrong", 1, 90, 3, 0.1, 2.5, 4),
    case("2 classes, a third wrong", 2, 80, 2, 0.33, 1.5, 4),
    case("10 classes, unequal", 3, 150, 10, 0.15, 3.0, 4),
    case("many equal scores", 4, 120, 4, 0.2, 2.0, 1),
    case("no wrong label", 5, 60, 3, 0.0, 9.0, 5),
    case("a useless model", 6, 80, 4, 0.3, 0.0, 3),
    case("12 classes", 7, 120, 12, 0.2, 2.5, 3),
]
target = Path(__file__).parent.parent / "golden" / "label-issues.json"
target.write_text(json.dumps({"cleanlab": cleanlab.__version__, "cases": cases}) + "\n")
print(cleanlab.__version__, [{name: len(found) for name, found in each["issues"].items()} for each in cases])
