"""Files in the TensorFlow.js layers format from Keras 3 and Keras 2 (tf_keras), by tensorflowjs 4.22, and their predictions.

    pip install tensorflow tf_keras h5py six && pip install --no-deps tensorflowjs==4.22.0
    python specs/reference/generators/keras-files.py

writes specs/reference/golden/keras-files.json: per file its model.json, its weights in base64, inputs and predictions.
"""

from pathlib import Path

import keras
import numpy as np
import tf_keras
from keras_conversion import converted, write

cases = []
random = np.random.default_rng(5)


def add(name, model, item_shape, form):
    cases.append(converted(random, name, model, item_shape, form))


def convolutional(k):
    L = k.layers
    return k.Sequential([
        k.Input((6, 6, 1)), L.Conv2D(2, 3, activation="relu"), L.BatchNormalization(), L.LeakyReLU(0.2),
        L.MaxPooling2D(), L.Conv2D(2, 2, padding="same"), L.Flatten(), L.Dropout(0.2), L.Dense(2), L.Dense(2),
        L.Dense(3, activation="softmax"),
    ])


def branched(k):
    L = k.layers
    i = k.Input((5, 3))
    inner = k.Sequential([k.Input((4,)), L.Dense(4, activation="relu"), L.Dense(4)], name="inner")
    h = L.Add()([L.Bidirectional(L.GRU(2))(i), inner(L.LSTM(4)(i))])
    shared = L.Dense(4, activation="gelu")
    h = L.LayerNormalization()(shared(shared(h)))
    return k.Model(i, L.Dense(2, activation="softmax")(h))


for version, k in ((3, keras), (2, tf_keras)):
    k.utils.set_random_seed(1)
    for form in ("h5", "keras") if version == 3 else ("h5",):
        add(f"Keras {version}, {form}, a sequence", convolutional(k), [6, 6, 1], form)
        add(f"Keras {version}, {form}, recurrent, nested and shared layers", branched(k), [5, 3], form)
    add(f"Keras {version}, h5, one GRU", k.Sequential([k.Input((5, 3)), k.layers.GRU(4), k.layers.Dense(1, activation="sigmoid")]),
        [5, 3], "h5")
for height, width in ((4, 3), (6, 9), (9, 9)):  # the first crops, the others crop to the proportions and enlarge
    L = keras.layers
    crop = keras.Sequential([keras.Input((7, 6, 1)), L.CenterCrop(height, width), L.Flatten(), L.Flatten(),
                             L.Dense(2, activation="softmax")])
    add(f"Keras 3, h5, a crop to {height} x {width}, flattened twice", crop, [7, 6, 1], "h5")
renamed = convolutional(tf_keras)
for number, layer in enumerate(renamed.layers):
    layer._name = f"{'zyxwvutsrq'[number]}_layer"  # the names of the weights stay; HDF5 sorts by the names of the layers
add("Keras 2, h5, layers with other names than their weights", renamed, [6, 6, 1], "h5")

write(Path(__file__).parent.parent / "golden" / "keras-files.json", cases)
