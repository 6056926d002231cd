"""Files like those of keras-files.py, each with one option of a layer that TensorFlow.js ignores or reads otherwise than Keras.

    pip install tensorflow tf_keras h5py six && pip install --no-deps tensorflowjs==4.22.0
    python specs/reference/generators/keras-options.py

writes specs/reference/golden/keras-options.json. Names and unused entries of configurations are left out, so that the file stays
small.
"""

from pathlib import Path

import keras
import numpy as np
import tf_keras
from keras_conversion import converted, write

cases = []
random = np.random.default_rng(7)
L = keras.layers
image, series = [5, 4, 2], [6, 3]
unused = ("module", "registered_name", "build_config", "compile_config")


def smaller(value):
    """Without entries that no reader of the format uses."""
    if isinstance(value, list):
        return [smaller(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: smaller(item) for key, item in value.items()
            if key not in unused and item is not None and not key.endswith("_initializer")}


def add(name, item_shape, layers, form="h5", k=keras):
    """`layers`: layers in a row, or a function from the input."""
    inputs = k.Input(item_shape)
    values = inputs
    if callable(layers):
        values = layers(inputs)
    else:
        for layer in layers:
            values = layer(values)
    if len(values.shape) > 2:
        values = k.layers.Flatten()(values)
    model = k.Model(inputs, k.layers.Dense(2, activation="softmax")(values))
    case = converted(random, name, model, item_shape, form, decimals=2)
    case["model"]["modelTopology"]["model_config"] = smaller(case["model"]["modelTopology"]["model_config"])
    case["model"]["modelTopology"].pop("training_config", None)
    cases.append(case)


for padding, rate in (("valid", 2), ("same", (2, 1))):
    depthwise = L.DepthwiseConv2D(2, dilation_rate=rate, padding=padding, depth_multiplier=2, activation="tanh")
    add(f"a depthwise convolution with dilation {rate} and padding {padding}", image, [depthwise])
add("bilinear upsampling", image, [L.UpSampling2D((2, 3), interpolation="bilinear")])
add("bilinear upsampling of Keras 2", image, [tf_keras.layers.UpSampling2D(2, interpolation="bilinear")], k=tf_keras)
add("bilinear resizing", image, [L.Resizing(3, 7)])
add("nearest resizing with channels first", image, [L.Resizing(7, 3, interpolation="nearest", data_format="channels_first")])
add("sequences of both directions", series, [L.Bidirectional(L.GRU(2, return_sequences=True))])
for form in ("h5", "keras"):
    add(f"{form}, a backward layer with another activation", series,
        [L.Bidirectional(L.LSTM(2), backward_layer=L.LSTM(2, activation="relu", go_backwards=True))], form)
    add(f"{form}, a backward layer of another class", series,
        [L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode="mul",
                         backward_layer=L.SimpleRNN(2, return_sequences=True, go_backwards=True))], form)
for axis in (-2, -3):
    add(f"concatenation along axis {axis}", image, lambda x: L.Concatenate(axis=axis)([L.ReLU()(x), L.LeakyReLU(0.5)(x)]))
first = {"data_format": "channels_first"}
add("max pooling of steps that come last", [6, 6], [L.MaxPooling1D(2, **first)])
add("average pooling of steps that come last", [6, 6], [L.AveragePooling1D(3, strides=1, padding="same", **first)])
add("global average pooling of steps that come last", [6, 6], [L.GlobalAveragePooling1D(**first)])
add("global max pooling of steps that come last", [6, 6], [L.GlobalMaxPooling1D(**first)])
for axes in ([2], [1, 3]):
    add(f"PReLU with shared axes {axes}", image, [L.Conv2D(2, 1), L.PReLU(shared_axes=axes)])
add("a transposed convolution with the usual output padding", image, [L.Conv2DTranspose(1, 3, strides=2, padding="same",
                                                                                      output_padding=1)])
add("regularisers of one term", image, [L.Conv2D(2, 2, kernel_regularizer="l2", bias_regularizer="l1")])
add("batch normalisation of Keras 2 over a list of axes", image, [tf_keras.layers.BatchNormalization(axis=[2])], k=tf_keras)

write(Path(__file__).parent.parent / "golden" / "keras-options.json", cases)
