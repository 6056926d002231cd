"""Figures of fixed predictions: confusion matrix, accuracy by class and by slice, expected calibration error, percentiles of times.

Run:  python specs/reference/generators/predictions.py > specs/reference/golden/predictions.json
Needs numpy, scipy, scikit-learn, torchmetrics and netcal.
"""

import base64
import json

import netcal
import netcal.metrics
import numpy as np
import scipy
import sklearn
import torch
import torchmetrics
from sklearn.metrics import accuracy_score, confusion_matrix, recall_score
from torchmetrics.classification import MulticlassCalibrationError

generator = np.random.default_rng(7)
size, classes = 400, 5
labels = generator.choice(classes, size, p=[0.3, 0.3, 0.2, 0.15, 0.05])
logits = generator.normal(size=(size, classes)) * 1.5
logits[np.arange(size), labels] += generator.normal(1.6, 1.0, size)
probabilities = np.exp(logits - logits.max(1, keepdims=True))
probabilities = (probabilities / probabilities.sum(1, keepdims=True)).astype(np.float32)
exact = probabilities.astype(np.float64)
predicted = exact.argmax(1)


def calibration(bins):
    metric = MulticlassCalibrationError(num_classes=classes, n_bins=bins, norm="l1", validate_args=False)
    given = torch.tensor(exact), torch.tensor(labels)
    return {
        "bins": bins,
        "torchmetrics": metric(*given).item(),
        "netcal": float(netcal.metrics.ECE(bins).measure(exact, labels)),
        "maximum": float(netcal.metrics.MCE(bins).measure(exact, labels)),
    }


slices = {"even": np.arange(size) % 2 == 0, "label above 2": labels > 2, "first ten": np.arange(size) < 10}
times = generator.gamma(3, 2, 137)
print(
    json.dumps(
        {
            "sklearn": sklearn.__version__,
            "torchmetrics": torchmetrics.__version__,
            "netcal": netcal.__version__,
            "scipy": scipy.__version__,
            "numpy": np.__version__,
            "labels": labels.tolist(),
            "probabilities": base64.b64encode(probabilities.tobytes()).decode(),
            "confusion": confusion_matrix(labels, predicted).tolist(),
            "accuracy": accuracy_score(labels, predicted),
            "perClass": recall_score(labels, predicted, average=None).tolist(),
            "slices": {name: accuracy_score(labels[mask], predicted[mask]) for name, mask in slices.items()},
            "calibration": [calibration(bins) for bins in (1, 5, 10, 15, 40)],
            "quantiles": [
                {
                    "share": share,
                    "confidence": confidence,
                    "rank": int(np.searchsorted(np.sort(times), np.quantile(times, share, method="inverted_cdf"))),
                    # the widest ranks whose tails hold at most half of the rest each
                    "low": int(max(l for l in range(1, 138) if scipy.stats.binom.cdf(l - 1, 137, share) <= (1 - confidence) / 2)) - 1,
                    "high": int(min(u for u in range(1, 138) if scipy.stats.binom.sf(u - 1, 137, share) <= (1 - confidence) / 2)) - 1,
                }
                for share, confidence in [(0.5, 0.95), (0.9, 0.95), (0.95, 0.99), (0.1, 0.9), (0.25, 0.5)]
            ],
        },
        indent=1,
    )
)
