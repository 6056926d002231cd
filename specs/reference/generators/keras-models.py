"""Files of Keras 3 and Keras 2 (tf_keras), their logits and the gradients of their inputs.

    pip install tensorflow tf_keras
    python specs/reference/generators/keras-models.py

writes specs/reference/golden/keras-models.json: per file its bytes, gzipped and in base64, three inputs, the outputs before the
softmax, and the gradient of Σ w · logits with w = 1, 2, 3, …, by tf.GradientTape.
"""

import base64
import gzip
import json
import tempfile
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
import tf_keras

cases = []
random = np.random.default_rng(11)


def randomise(model):
    """Distinct weights, so that any mix-up changes the logits."""
    for weight in model.weights:
        name = getattr(weight, "path", weight.name)
        if name.split("/")[-1].split(":")[0] in ("mean", "variance", "count"):
            continue  # what a Normalization layer was adapted to, and has read already
        spread = random.uniform(0.5, 2, weight.shape) if "variance" in name else random.uniform(0.05, 0.6, weight.shape)
        if "variance" not in name:
            spread = spread * random.choice([-1, 1], weight.shape)
        weight.assign(tf.cast(spread, weight.dtype))


def add(name, model, item_shape, form="keras", ids=0, reference=None):
    """`ids`: the inputs are whole numbers below it; `reference`: computes the same in single precision."""
    randomise(model)
    if reference is not None:
        reference.set_weights([np.asarray(tf.cast(w, "float32")) for w in model.weights])
    inputs = random.integers(0, ids, (3, *item_shape)) if ids else random.uniform(0, 1, (3, *item_shape))
    inputs = inputs.round(3).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"model.{form}"
        model.save(path)
        data = base64.b64encode(gzip.compress(path.read_bytes(), mtime=0)).decode()
    x = tf.constant(inputs)
    with tf.GradientTape() as tape:
        tape.watch(x)
        logits = (reference or model)(x, training=False)
        total = tf.reduce_sum(logits * tf.range(1, logits.shape[1] + 1, dtype="float32"))
    gradient = None if ids else tape.gradient(total, x).numpy()
    flat = lambda a: [float(f"{v:.7g}") for v in np.ravel(a)]  # noqa: E731
    cases.append({"name": name, "form": form, "bytes": data, "itemShape": list(item_shape), "inputs": flat(inputs),
                  "logits": flat(logits), "gradient": None if gradient is None else flat(gradient)})


def convolutional(k, activation):
    L = k.layers
    return k.Sequential([
        k.Input((8, 8, 2)), L.Rescaling(2.0, offset=-1.0), L.Conv2D(4, 3, activation=activation), L.BatchNormalization(),
        L.SeparableConv2D(4, 3, padding="same", activation="swish"), L.DepthwiseConv2D(3), L.MaxPooling2D(), L.Flatten(),
        L.Dropout(0.5), L.Dense(8, activation="gelu"), L.Dense(3),
    ])


def recurrent(k, layer):
    L = k.layers
    return k.Sequential([k.Input((5, 3)), L.Bidirectional(layer(L)(3, return_sequences=True)), layer(L)(4), L.Dense(3)])


def branches(k):
    L = k.layers
    i = k.Input((6, 6, 3))
    inner = k.Sequential([k.Input((6, 6, 4)), L.Conv2D(4, 3, padding="same"), L.BatchNormalization(), L.ReLU(), L.Conv2D(4, 1)],
                         name="inner")
    shared = L.Conv2D(4, 1, activation="relu")
    a = L.Conv2D(4, 3, padding="same")(i)
    b = inner(a)
    c = L.Concatenate()([shared(a), shared(b), L.AveragePooling2D(3, 1, padding="same")(a)])
    o = L.Dense(3)(L.GlobalAveragePooling2D()(c))
    return k.Model(i, o)


def frozen(k):
    """A nested model whose first layers are not trained: in an .h5 file its weights are in another order than its layers."""
    L = k.layers
    inner = k.Sequential([k.Input((4,)), L.Dense(4, trainable=False), L.BatchNormalization(), L.Dense(4), L.Dense(4)], name="inner")
    i = k.Input((4,))
    return k.Model(i, L.Dense(3)(inner(L.Dense(4)(i))))


def swapped(k):
    """Two layers of one shape, each with the name of the other's weights."""
    L = k.layers
    model = k.Sequential([k.Input((4,)), L.Dense(4, name="one"), L.Dense(4, name="two"), L.Dense(3, name="three")])
    model.layers[0]._name, model.layers[1]._name = "two", "one"
    return model


def embedded(k):
    L = k.layers
    return k.Sequential([k.Input((6,)), L.Embedding(9, 4), L.LSTM(4), L.Dense(3)])


def arithmetic(k, ops):
    L = k.layers
    i = k.Input((4, 3))
    x = L.Dense(3)(i) * 2.0 + i
    x = 1.0 - x
    if ops is None:
        x = tf.nn.relu(x)
        return k.Model(i, L.Dense(3)(tf.math.reduce_mean(x / 4.0, axis=1)))
    x = ops.relu(x) - ops.gelu(x) + ops.silu(x) / 4.0
    x = ops.mean(x, axis=1) + ops.max(-x, axis=1)
    x = ops.concatenate([x, ops.squeeze(ops.expand_dims(x, 1), 1)], axis=-1)
    x = ops.reshape(ops.transpose(ops.reshape(x, (-1, 2, 3)), (0, 2, 1)), (-1, 6))
    return k.Model(i, L.Dense(3)(x))


def attention(k, causal):
    L = k.layers
    i = k.Input((5, 4))
    x = L.LayerNormalization()(i)
    x = L.Add()([i, L.MultiHeadAttention(2, 3)(x, x, use_causal_mask=causal)])
    y = L.MultiHeadAttention(2, 3, value_dim=2, output_shape=4, use_bias=False)(x, i, key=L.Dense(4)(i))
    return k.Model(i, L.Dense(3)(L.Flatten()(L.Concatenate()([x, y]))))


def normalisations(k):
    L = k.layers
    i = k.Input((4, 4, 6))
    x = L.GroupNormalization(3)(i)
    x = L.GroupNormalization(-1, epsilon=0.01, center=False)(x)
    x = L.LayerNormalization(axis=(2, 3), scale=False)(x)
    x = L.UnitNormalization()(x)
    if hasattr(L, "RMSNormalization"):
        x = L.RMSNormalization()(x)
    return k.Model(i, L.Dense(3)(L.Flatten()(x)))


def preprocessing(k):
    L = k.layers
    adapted = L.Normalization()
    adapted.adapt(random.uniform(-1, 3, (20, 4, 4, 3)))
    return k.Sequential([
        k.Input((4, 4, 3)), L.RandomFlip("horizontal"), L.RandomRotation(0.1), L.RandomZoom(0.1), L.RandomTranslation(0.1, 0.1),
        L.RandomContrast(0.1),
        L.Normalization(mean=[0.5, 0.4, 0.3], variance=[0.1, 0.2, 0.3]), L.Normalization(mean=0.5, variance=2.0, axis=None), adapted,
        L.Normalization(mean=[1.0, 2, 3], variance=[1.0, 2, 3], invert=True),
        L.Rescaling([0.5, 1, 2], offset=[0.1, 0, 0.2]), L.Flatten(), L.GaussianNoise(0.1), L.Dense(3),
    ])


def activations(k):
    L = k.layers
    i = k.Input((12,))
    x = L.Rescaling(8.0, offset=-4.0)(i)
    names = ["silu", "gelu", "hard_sigmoid", "hard_silu", "leaky_relu", "mish", "exponential", "celu", "log_sigmoid", "hard_tanh",
             "tanh_shrink", "squareplus", "relu6", "elu", "selu", "softplus", "softsign", "log_softmax"]
    values = [L.Activation(name)(x) for name in names] + [L.ReLU(6.0)(x), L.ReLU(negative_slope=0.3)(x), L.LeakyReLU(0.1)(x)]
    values.append(L.LSTM(3, recurrent_activation="hard_sigmoid")(L.Reshape((4, 3))(x)))
    return k.Model(i, L.Dense(3)(L.Concatenate()(values)))


def groups(k):
    L = k.layers
    i = k.Input((6, 5, 4))
    x = L.Conv2D(6, 3, groups=2, padding="same", activation="relu")(i)
    x = L.Conv2D(12, 2, groups=6, strides=2, use_bias=False)(x)
    x = L.Conv2D(4, 2, groups=2, dilation_rate=2, padding="same")(L.ZeroPadding2D(1)(x))
    return k.Model(i, L.Dense(3)(L.Flatten()(L.Concatenate()([x, x * L.GlobalMaxPooling2D(keepdims=True)(x)]))))


for version, k, forms in ((3, keras, ("keras", "h5")), (2, tf_keras, ("h5", "keras"))):
    k.utils.set_random_seed(1)
    for form in forms:
        label = f"Keras {version}, {form}"
        add(f"{label}, convolutions", convolutional(k, "relu"), [8, 8, 2], form)
        add(f"{label}, branches with nested and shared layers", branches(k), [6, 6, 3], form)
        add(f"{label}, a nested model that is partly frozen", frozen(k), [4], form)
        add(f"{label}, preprocessing", preprocessing(k), [4, 4, 3], form)
        add(f"{label}, normalisations", normalisations(k), [4, 4, 6], form)
        add(f"{label}, attention", attention(k, True), [5, 4], form)
    add(f"Keras {version}, LSTM in both directions", recurrent(k, lambda L: L.LSTM), [5, 3], forms[0])
    add(f"Keras {version}, GRU in both directions", recurrent(k, lambda L: L.GRU), [5, 3], forms[1])
    add(f"Keras {version}, an embedding", embedded(k), [6], forms[0], ids=9)
    add(f"Keras {version}, operators on tensors", arithmetic(k, keras.ops if version == 3 else None), [4, 3], forms[0])
    add(f"Keras {version}, layers with the names of others", swapped(k), [4], "h5")
add("Keras 3, groups of channels", groups(keras), [6, 5, 4])
add("Keras 3, activations", activations(keras), [12])
for dtype in ("float16", "bfloat16", "float64"):
    L = keras.layers
    dense = lambda kind: keras.Sequential([keras.Input((4,)), L.Dense(4, activation="tanh", dtype=kind), L.Dense(3)])  # noqa: E731
    for form in ("keras", "h5"):
        add(f"Keras 3, {form}, weights of {dtype}", dense(dtype), [4], form, reference=dense("float32"))
trained = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(3)])
trained.compile("adam", "mse")
trained.fit(np.zeros((2, 4)), np.zeros((2, 3)), verbose=0)
add("Keras 3, with the state of its optimizer", trained, [4], "h5")


def steps(k):
    """Models inside of TimeDistributed: .keras stores their weights layer by layer, .h5 those that are trained first."""
    L = k.layers
    i = k.Input((3, 2, 4))
    inner = k.Sequential([k.Input((4,)), L.BatchNormalization(), L.ReLU(), L.BatchNormalization()])
    outer = k.Sequential([k.Input((4,)), inner, L.Dense(4), L.BatchNormalization()])
    x = L.TimeDistributed(L.TimeDistributed(outer))(i)
    return k.Model(i, L.Dense(3)(L.Flatten()(x)))


for version, k, form in ((3, keras, "keras"), (3, keras, "h5"), (2, tf_keras, "keras"), (2, tf_keras, "h5")):
    add(f"Keras {version}, {form}, a model for every step", steps(k), [3, 2, 4], form)

target = Path(__file__).parent.parent / "golden" / "keras-models.json"
target.write_text(json.dumps(cases, separators=(",", ":")))
print(target.stat().st_size, len(cases))
