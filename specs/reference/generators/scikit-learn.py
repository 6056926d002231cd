"""Classifiers of scikit-learn exported by skl2onnx, with what scikit-learn computes.

pip install scikit-learn==1.9.1 skl2onnx==1.20.0 onnx==1.23.2
python specs/reference/generators/scikit-learn.py

The reference is scikit-learn in double precision: probabilities or, where a classifier has none, its decision function. Gradients of
the sum over k of (k + 1) times the logarithm of probability k, or times score k, are central differences.
"""
import json
import pathlib
import sys
import warnings

sys.path.pop(0)  # statistics.py of this folder would replace that of Python

import numpy as np
from skl2onnx import to_onnx
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Perceptron, RidgeClassifier, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, Normalizer, PolynomialFeatures, RobustScaler, StandardScaler
from sklearn.svm import SVC, LinearSVC

warnings.filterwarnings('ignore')
folder = pathlib.Path(__file__).parents[1] / 'golden' / 'scikit-learn'
folder.mkdir(exist_ok=True)
features, species = load_iris(return_X_y=True)
features = features.astype(np.float32)
names = np.array(['setosa', 'versicolor', 'virginica'])[species]
two = (species > 0).astype(int)
versicolor = (species == 1).astype(int)  # overlaps with the others


def perceptron(activation):
    return MLPClassifier((6, 5), activation=activation, max_iter=300, random_state=0)


classifiers = {
    'pipeline': (make_pipeline(StandardScaler(), PCA(3), LogisticRegression()), names),
    'two-classes': (LogisticRegression(C=0.1), versicolor),
    'logistic-by-gradient': (make_pipeline(RobustScaler(), SGDClassifier(loss='log_loss', random_state=0)), species),
    'ridge': (make_pipeline(MaxAbsScaler(), RidgeClassifier()), species),
    'support-vectors-linear': (LinearSVC(), names),
    'support-vectors-two': (LinearSVC(), two),
    'support-vectors': (SVC(), species),
    'support-vectors-polynomial': (SVC(kernel='poly', degree=2, coef0=0.5), species),
    'support-vectors-two-classes': (SVC(), versicolor),
    'perceptron-relu': (make_pipeline(MinMaxScaler(), Normalizer(), perceptron('relu')), names),
    'perceptron-two': (make_pipeline(StandardScaler(), perceptron('tanh')), versicolor),
    'perceptron-linear': (Perceptron(), species),
    'norms': (make_pipeline(Normalizer('l1'), Normalizer('max'), StandardScaler(), LogisticRegression()), species),
    'discriminant': (LinearDiscriminantAnalysis(), species),
    'discriminant-quadratic': (QuadraticDiscriminantAnalysis(), species),
    'bayes': (GaussianNB(), species),
    'polynomial': (make_pipeline(StandardScaler(), PolynomialFeatures(), LogisticRegression()), species),
    'imputed': (make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()), species),
    'calibrated': (CalibratedClassifierCV(LinearSVC(), ensemble=False), species),
}
chosen = (features[::15] + np.linspace(-0.05, 0.05, 40).reshape(10, 4)).astype(np.float32)


def scores(classifier, x):
    """What is differentiated: logarithms of probabilities, or scores; those of one number s are -s / 2 and s / 2."""
    if hasattr(classifier, 'predict_proba'):
        return np.log(np.maximum(classifier.predict_proba(x), 1e-300))
    values = classifier.decision_function(x)
    return values if values.ndim == 2 else np.stack([-values / 2, values / 2], 1)


def gradient(classifier, x, step=1e-4):
    columns = []
    for feature in np.eye(x.shape[1]):
        up, down = (scores(classifier, x + sign * step * feature) for sign in (1, -1))
        columns.append(((up - down) * np.arange(1, up.shape[1] + 1)).sum(1) / (2 * step))
    return np.stack(columns, 1)


cases = {}
for name, (classifier, labels) in classifiers.items():
    classifier.fit(features.astype(float), labels)
    (folder / f'{name}.onnx').write_bytes(to_onnx(classifier, features[:1]).SerializeToString())
    x = chosen.astype(float)
    has_probabilities = hasattr(classifier, 'predict_proba')
    values = classifier.predict_proba(x) if has_probabilities else scores(classifier, x)
    lists = {'outputs': values, 'gradient': gradient(classifier, x)}
    cases[name] = {'areProbabilities': has_probabilities} | {
        key: [float(f'{value:.8g}') for value in np.ravel(array)] for key, array in lists.items()}
inputs = [float(value) for value in chosen.ravel()]
(folder / 'expected.json').write_text(json.dumps({'inputs': inputs, 'cases': cases}, separators=(',', ':')) + '\n')
