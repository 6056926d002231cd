"""Trains a network of Keras on small digits, saves it, and writes the digits to test it on.

pip install keras tensorflow scikit-learn
python model.py
"""

import gzip

import keras
import numpy as np
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)
images, labels = load_digits(return_X_y=True)
images = np.round(images * 255 / 16).astype(np.uint8).reshape(-1, 8, 8, 1)
labels = labels.astype(np.uint8)

network = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        keras.layers.Normalization(mean=0.305, variance=0.141),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="digits",
)
network.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
network.fit(images[:1200] / 255, labels[:1200], batch_size=32, epochs=20, verbose=0)

# A network without its optimizer makes a smaller file
keras.Model(network.inputs, network.outputs, name="digits").save("digits.keras")


def write_idx(name, array):
    """Writes bytes in the format of MNIST."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    with open(f"data/{name}.gz", "wb") as file:
        file.write(gzip.compress(header + array.tobytes(), mtime=0))


for name, part in {"train": slice(300), "t10k": slice(1200, None)}.items():
    write_idx(f"{name}-images-idx3-ubyte", images[part, ..., 0])
    write_idx(f"{name}-labels-idx1-ubyte", labels[part])
