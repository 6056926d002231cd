"""Saves Keras applications with random weights, three images, and the logits and gradients that Keras computes.

The reference is Keras in double precision. How far Keras in single precision is from it is saved too: where a ReLU or a maximum
lies within rounding of its kink, single gradients differ, whoever computes them.

    python scripts/keras-files/prepare.py FOLDER [names]
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

folder, wanted = Path(sys.argv[1]), sys.argv[2:]
folder.mkdir(parents=True, exist_ok=True)
apps = keras.applications
networks = {
    "MobileNetV2": lambda: apps.MobileNetV2((96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "MobileNet": lambda: apps.MobileNet((96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "MobileNetV3Small": lambda: apps.MobileNetV3Small((96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "EfficientNetB0": lambda: apps.EfficientNetB0(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "EfficientNetV2B0": lambda: apps.EfficientNetV2B0(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "ResNet50": lambda: apps.ResNet50(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "ResNet50V2": lambda: apps.ResNet50V2(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "DenseNet121": lambda: apps.DenseNet121(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "Xception": lambda: apps.Xception(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "InceptionV3": lambda: apps.InceptionV3(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "NASNetMobile": lambda: apps.NASNetMobile(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "ConvNeXtTiny": lambda: apps.ConvNeXtTiny(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
    "VGG16": lambda: apps.VGG16(input_shape=(96, 96, 3), weights=None, classes=10, classifier_activation=None),
}
random = np.random.default_rng(3)
images = random.uniform(0, 255, (3, 96, 96, 3)).astype("float32")
images.tofile(folder / "images.bin")


def computed(model, x):
    """Logits, and the gradient of the sum of k times the logits of class k."""
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        logits = model(x, training=False)
        total = tf.reduce_sum(logits * tf.range(1.0, 11.0, dtype=logits.dtype))
    return logits.numpy(), tape.gradient(total, x).numpy()


for name in wanted or networks:
    keras.utils.set_random_seed(7)
    model = networks[name]()
    for weight in model.weights:  # statistics of batches that are not those of a new layer
        role = weight.path.split("/")[-1]
        if role in ("moving_mean", "beta"):
            weight.assign(random.normal(0, 0.1, weight.shape))
        if role in ("moving_variance", "gamma"):
            weight.assign(random.uniform(0.5, 1.5, weight.shape))
    for form in ("keras", "h5"):
        model.save(folder / f"{name}.{form}")
    raw = any(isinstance(each, keras.layers.Rescaling) for each in model.layers)
    x = images if raw else (images / 127.5 - 1).astype("float32")
    _, single = computed(model, x)
    keras.config.set_dtype_policy("float64")
    double = networks[name]()
    double.set_weights(model.get_weights())
    logits, gradient = computed(double, x.astype("float64"))
    keras.config.set_dtype_policy("float32")
    found = {"logits": logits.ravel().tolist(), "gradient": gradient.ravel().tolist(),
             "ownDifference": float(np.abs(single - gradient).max() / np.abs(gradient).max()),
             "inputs": "raw" if raw else "scaled", "parameters": model.count_params()}
    (folder / f"{name}.json").write_text(json.dumps(found))
    print(name, flush=True)
