"""Graph models of TensorFlow.js, as its converter writes them, with the outputs and input gradients of TensorFlow.

    pip install tensorflow==2.21.0 && pip install --no-deps tensorflowjs==4.22.0
    python specs/reference/generators/graph-models.py

The converter imports packages that these conversions do not need (TensorFlow Decision Forests, TensorFlow Hub, JAX, tf_keras). They are
replaced by empty modules. Gradients are those of Σ_k (k + 1) · output_k, summed over the inputs.
"""
import base64
import gzip
import importlib.machinery
import json
import pathlib
import sys
import tempfile
import types

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(1)  # loads Keras, which must not see the empty modules below
for name in ["tensorflow_decision_forests", "tensorflow_hub", "tf_keras", "flax", "jax", "jax.experimental", "jax.experimental.jax2tf"]:
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__spec__ = importlib.machinery.ModuleSpec(name, None)
sys.modules["jax.experimental"].jax2tf = sys.modules["jax.experimental.jax2tf"]
for name, kind in {"object": object, "bool": bool}.items():  # NumPy 2 lacks them
    setattr(np, name, kind)
from tensorflowjs import quantization  # noqa: E402
from tensorflowjs.converters import tf_saved_model_conversion_v2 as converter  # noqa: E402

random = np.random.RandomState(7)
layers = tf.keras.layers


def values(*shape):
    return random.uniform(-1, 1, shape).astype(np.float32)


def constant(*shape):
    return tf.constant(values(*shape) * 0.5)


def randomised(model):
    """Weights that no optimisation of the converter can drop; variances are positive."""
    for weight in model.weights:
        low, high = (0.5, 1.5) if "variance" in weight.path or "gamma" in weight.path else (-0.5, 0.5)
        weight.assign(random.uniform(low, high, weight.shape))
    return model


def conv_net():
    model = [
        layers.Conv2D(4, 3, padding="same"), layers.BatchNormalization(), layers.ReLU(),
        layers.Conv2D(6, 3, strides=2, padding="same", use_bias=False), layers.BatchNormalization(), layers.Activation("elu"),
        layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax"),
    ]
    return randomised(tf.keras.Sequential([tf.keras.Input((12, 10, 3)), *model]))


def plain_net():
    """Without batch normalisation, which the converter would multiply into other weights before it stores them with fewer bits."""
    model = [
        layers.Conv2D(4, 3, padding="same", activation="relu"), layers.Conv2D(6, 3, strides=2, padding="same", activation="elu"),
        layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax"),
    ]
    return randomised(tf.keras.Sequential([tf.keras.Input((12, 10, 3)), *model]))


def mobile():
    x = inputs = tf.keras.Input((12, 12, 3))
    x = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(x)
    x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
    for stride in (1, 2):
        before = x
        x = layers.Conv2D(16, 1, use_bias=False)(x)
        x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
        x = layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(x)
        x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
        x = layers.BatchNormalization()(layers.Conv2D(8, 1, use_bias=False)(x))
        x = layers.Add()([before, x]) if stride == 1 else x
    x = layers.GlobalAveragePooling2D()(x)
    return randomised(tf.keras.Model(inputs, layers.Dense(4)(x)))


def perceptron():
    model = [layers.Dense(7, activation="relu"), layers.Dense(6, activation="tanh"), layers.Dense(1, activation="sigmoid")]
    return randomised(tf.keras.Sequential([tf.keras.Input((5,)), *model]))


def branches():
    x = inputs = tf.keras.Input((9, 9, 2))
    a = layers.LeakyReLU(negative_slope=0.3)(layers.Conv2D(4, 3)(layers.ZeroPadding2D(((1, 2), (0, 1)))(x)))
    b = layers.PReLU(shared_axes=[1, 2])(layers.Conv2D(4, (1, 3), padding="same", dilation_rate=2)(a))
    c = layers.AveragePooling2D(3, strides=1, padding="same")(a)
    x = layers.Concatenate()([a, b, c])
    x = layers.UpSampling2D(2, interpolation="bilinear")(x)
    x = layers.Conv2DTranspose(5, 3, strides=2, padding="same", activation="selu")(x)
    x = layers.Cropping2D(((1, 2), (3, 1)))(x)
    x = layers.Permute((2, 1, 3))(x)
    x = tf.keras.ops.concatenate([tf.keras.ops.mean(x, axis=(1, 2)), tf.keras.ops.max(x, axis=(1, 2))], axis=-1)
    return randomised(tf.keras.Model(inputs, layers.Dense(3)(x)))


def attention():
    x = inputs = tf.keras.Input((6, 8))
    y = layers.MultiHeadAttention(2, 4)(x, x)
    x = layers.LayerNormalization()(layers.Add()([x, y]))
    y = layers.Dense(8)(layers.Dense(16, activation="gelu")(x))
    x = layers.LayerNormalization()(layers.Add()([x, y]))
    return randomised(tf.keras.Model(inputs, layers.Dense(3)(layers.Flatten()(x))))


def words():
    tokens = layers.Embedding(11, 6), layers.Conv1D(5, 3, activation="relu"), layers.GlobalMaxPooling1D(), layers.Dense(2)
    return randomised(tf.keras.Sequential([tf.keras.Input((9,), dtype="int32"), *tokens]))


NETWORKS = {
    "a convolutional network with batch normalisation": (conv_net, None),
    "weights of 8 bits": (plain_net, "uint8"),
    "weights of 16 bits": (plain_net, "uint16"),
    "weights of float16": (plain_net, "float16"),
    "a mobile network of depthwise convolutions": (mobile, None),
    "a perceptron with one sigmoid": (perceptron, None),
    "branches that are padded, resized and joined": (branches, None),
    "a transformer": (attention, None),
    "a network on tokens": (words, None),
}

nn, m = tf.nn, tf.math
image, small, row = (6, 5, 4), (4, 3), (6,)
# by name: the shape of an item, and what is computed
OPERATORS = {
    "Conv2D EXPLICIT": (image, lambda x: nn.conv2d(x, constant(3, 2, 4, 3), [1, 2, 1, 1], [[0, 0], [1, 2], [0, 1], [0, 0]])),
    "Conv2D dilated": (image, lambda x: nn.conv2d(x, constant(2, 2, 4, 3), 1, "SAME", dilations=[2, 1])),
    "Conv2D in groups": (image, lambda x: nn.conv2d(x, constant(3, 3, 2, 6), 1, "VALID")),
    "Conv1D": (small, lambda x: nn.conv1d(x, constant(2, 3, 5), 2, "SAME") + constant(5)),
    "Conv3D": ((4, 5, 3, 2), lambda x: nn.conv3d(x, constant(2, 2, 2, 2, 3), [1, 1, 2, 1, 1], "SAME")),
    "DepthwiseConv2dNative with a multiplier": (image, lambda x: nn.relu6(nn.depthwise_conv2d(x, constant(3, 3, 4, 2), [1, 2, 2, 1], "SAME"))),
    "DepthwiseConv2dNative dilated": (image, lambda x: nn.depthwise_conv2d(x, constant(2, 2, 4, 1), [1, 1, 1, 1], "SAME", dilations=[2, 2])),
    "convolution of blocks": (image, lambda x: nn.convolution(x, constant(3, 3, 4, 2), padding="SAME", dilations=[2, 2])),
    "Conv2DBackpropInput VALID": (small + (2,), lambda x: nn.conv2d_transpose(x, constant(2, 3, 5, 2), [tf.shape(x)[0], 13, 9, 5], [1, 3, 3, 1], "VALID")),
    "Conv2DBackpropInput SAME": (small + (2,), lambda x: nn.conv2d_transpose(x, constant(4, 3, 5, 2), [tf.shape(x)[0], 8, 5, 5], [1, 2, 2, 1], "SAME")),
    "MaxPool SAME": (image, lambda x: nn.max_pool2d(x, [3, 2], [2, 2], "SAME")),
    "AvgPool VALID": (image, lambda x: nn.avg_pool2d(x, [3, 2], [1, 2], "VALID")),
    "MaxPool3D": ((4, 5, 4, 2), lambda x: nn.max_pool3d(x, 2, 2, "SAME")),
    "Conv1D dilated": ((9, 3), lambda x: nn.relu(nn.bias_add(nn.convolution(x, constant(3, 3, 2), padding="SAME", dilations=[3]), constant(2)))),
    "LRN": (image, lambda x: nn.local_response_normalization(x, 1, 1.5, 0.3, 0.6)),
    "DepthToSpace": (image, lambda x: tf.nn.depth_to_space(x, 2) * constant(12, 10, 1)),
    "SpaceToDepth": ((4, 6, 2), lambda x: nn.space_to_depth(x, 2) * constant(2, 3, 8)),
    "FusedBatchNormV3": (image, lambda x: tf.compat.v1.nn.fused_batch_norm(nn.relu(x), constant(4) + 1, constant(4), constant(4), constant(4) + 1.5, 0.02, is_training=False)[0]),
    "MatMul transposed": (row, lambda x: tf.matmul(x, constant(5, 6), transpose_b=True)),
    "BatchMatMulV2 of two": (image, lambda x: tf.matmul(x, x * 2, adjoint_b=True)),
    "BatchMatMulV2 with a matrix": (image, lambda x: tf.matmul(x, constant(3, 4), transpose_b=True)),
    "Einsum": (image, lambda x: tf.einsum("bijc,bikc->bijk", x, nn.tanh(x))),
    "Einsum with a kernel": (image, lambda x: tf.einsum("bijc,chd->bhijd", x, constant(4, 2, 3))),
    "activations": (row, lambda x: tf.matmul(tf.concat([nn.relu(x), nn.relu6(8 * x), nn.elu(x), nn.leaky_relu(x, 0.1), nn.selu(x), m.tanh(x), nn.softplus(x), nn.softsign(x), nn.gelu(x), nn.silu(x)], -1), constant(60, 4))),
    "unary functions": (row, lambda x: tf.concat([m.abs(x), -x, m.sign(x) * x, m.exp(x), m.expm1(x), m.log(x + 2), m.log1p(x + 1), m.sqrt(x + 2), m.rsqrt(x + 2), m.square(x), m.reciprocal(x + 2), m.floor(5 * x) * x, m.ceil(5 * x) * x, m.round(5 * x) * x, m.rint(3 * x) * x, m.sin(x), m.cos(x), m.tan(x), m.asin(x), m.acos(x), m.atan(x), m.sinh(x), m.cosh(x), m.asinh(x), m.acosh(x + 3), m.atanh(x), m.erf(x), m.erfc(x)], -1)),
    "binary functions": (row, lambda x: tf.concat([x + constant(6), x - 2 * x[:, :1], x * x, x / (x + 2), m.divide_no_nan(x, nn.relu(x)), m.floordiv(5 * x, 2.0) * x, m.floormod(5 * x, 2.0), m.maximum(x, constant(6)), m.minimum(x, 0.1), m.squared_difference(x, constant(6)), m.pow(x + 2, 1.7), tf.add_n([x, x * 2, x * x]), tf.clip_by_value(x, -0.4, 0.3)], -1)),
    "comparisons": (row, lambda x: tf.concat([tf.where(x > 0.1, x, 2 * x), tf.where((x >= 0) & (x < 0.5), x * x, constant(6)), tf.where((x <= 0) | ~(x > -0.5), x, -x), tf.where(m.not_equal(x, 0.5), x, 0.0), tf.where(m.is_finite(x) & ~m.is_nan(x), x, 0.0), x * tf.cast(m.logical_xor(x > 0, x > 0.3), tf.float32), tf.cast(tf.cast(9 * x, tf.int32) // 2, tf.float32) * x], -1)),
    "reductions": (image, lambda x: tf.stack([tf.reduce_mean(x, [1, 2])[:, 0], tf.reduce_sum(x, [1, 3])[:, 1], tf.reduce_max(x, [1, 2, 3]), tf.reduce_min(x, [2, 3])[:, 2], tf.reduce_prod(x[:, :2, :2], [1, 2, 3]), tf.norm(x, axis=[1, 2])[:, 1], tf.reduce_mean(x, 3, keepdims=True)[:, 1, 1, 0], m.reduce_logsumexp(x, [1, 2, 3]), m.reduce_std(x, [1, 2, 3]), x[:, 0, 0, 0] * tf.cast(tf.reduce_any(x[:, 0, 0] > 0.9, -1), tf.float32), x[:, 0, 0, 0] * tf.cast(tf.reduce_all(x > -1.5, [1, 2, 3]), tf.float32)], 1)),
    "positions": (image, lambda x: tf.concat([x[:, 0, 0] * tf.cast(tf.argmax(x[:, 0], 1), tf.float32), x[:, 0, 0] * tf.cast(tf.argmin(x[:, 0], -2, output_type=tf.int32), tf.float32), m.top_k(x[:, 0, 0], 2).values, m.cumsum(x[:, 0, 0], -1), m.cumsum(x[:, 1, 1], 1, exclusive=True, reverse=True), x[:, 0, 0] * tf.one_hot(tf.argmax(x[:, 0, 0], -1), 4, on_value=2.0, off_value=0.5)], -1)),
    "slices": (image, lambda x: tf.concat([tf.reshape(part, [tf.shape(x)[0], -1]) for part in (x[:, 1:4:2], x[..., -1], x[:, ::-1, tf.newaxis, 2, 1:], x[:, -2:, ..., tf.newaxis, 0], tf.slice(x, [0, 1, 0, 2], [-1, 2, -1, 2]), tf.reverse(x, [1, 3]), x[:, 4:1:-1, :2])], 1)),
    "parts": (image, lambda x: tf.concat([tf.reshape(part, [tf.shape(x)[0], -1]) * (i + 1) for i, part in enumerate([*tf.split(x, 2, -1), *tf.split(x, [1, -1, 2], 1), *tf.unstack(x, axis=2), tf.gather(x, [3, 0], axis=1), tf.gather(x, 2, axis=-1), tf.gather(x, [[0, 1], [2, 0]], axis=2)])], 1)),
    "joined": (small, lambda x: tf.reshape(tf.stack([x, 2 * x, tf.tile(x[:, :, :1], [1, 1, 3]), tf.broadcast_to(x[:, :1], tf.shape(x))], 1) * constant(4, 4, 3), [-1, 48])),
    "shapes": (image, lambda x: tf.reshape(tf.transpose(tf.reshape(x, [tf.shape(x)[0], tf.shape(x)[1] * 5, 2, 2]), [0, 2, 1, 3]), [-1, tf.size(x[0])]) * constant(120)),
    "filled": (small, lambda x: x * tf.cast(tf.range(3), tf.float32) + tf.fill([tf.shape(x)[0], 4, 3], 0.5) * x + tf.ones_like(x) + tf.zeros([tf.shape(x)[0], 1, 1])),
    "squeezed": ((1, 4, 1, 3), lambda x: tf.squeeze(tf.expand_dims(x, 2), [1, 4]) * constant(4, 3)),
    "Pad": (small, lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 1]], constant_values=0.5) * constant(7, 4)),
    "MirrorPad": (small, lambda x: tf.concat([tf.pad(x, [[0, 0], [1, 2], [2, 1]], "REFLECT"), tf.pad(x, [[0, 0], [1, 2], [2, 1]], "SYMMETRIC")], 1) * constant(14, 6)),
    "ResizeBilinear": (image, lambda x: tf.image.resize(x, [9, 4]) * constant(9, 4, 4)),
    "ResizeBilinear aligned": (image, lambda x: tf.compat.v1.image.resize_bilinear(x, [9, 4], align_corners=True) * constant(9, 4, 4)),
    "ResizeBilinear of old": (image, lambda x: tf.compat.v1.image.resize_bilinear(x, [9, 4]) * constant(9, 4, 4)),
    "ResizeNearestNeighbor": (image, lambda x: tf.image.resize(x, [9, 4], "nearest") * constant(9, 4, 4)),
    "ResizeNearestNeighbor aligned": (image, lambda x: tf.compat.v1.image.resize_nearest_neighbor(x, [9, 3], align_corners=True) * constant(9, 3, 4)),
    "ResizeNearestNeighbor of old": (image, lambda x: tf.compat.v1.image.resize_nearest_neighbor(x, [9, 3]) * constant(9, 3, 4)),
    "a product with a bias and a ReLU": (row, lambda x: nn.relu(nn.bias_add(tf.matmul(x, constant(6, 5)), constant(5))) * constant(5)),
    "a convolution with a bias and a leaky ReLU": (image, lambda x: nn.leaky_relu(nn.bias_add(nn.conv2d(x, constant(3, 3, 4, 3), 1, "SAME"), constant(3)), 0.3)),
}


def coarse(weight, kind):
    """The values that are left of a weight if the converter stores it with fewer bits."""
    data, metadata = quantization.quantize_weights(weight.numpy(), getattr(np, kind))
    return quantization.dequantize_weights(data, metadata, np.float32)


def converted(module, signature, kind):
    """The files of the graph model, gzipped and in base64."""
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(module, f"{folder}/saved", signatures=signature)
        quantised = None if kind is None else {kind: True}
        converter.convert_tf_saved_model(f"{folder}/saved", f"{folder}/graph", quantization_dtype_map=quantised, skip_op_check=True)
        files = {path.name: path.read_bytes() for path in sorted(pathlib.Path(folder, "graph").iterdir())}
        model = json.loads(files["model.json"])
        for node in model["modelTopology"]["node"]:
            node.get("attr", {}).pop("_output_shapes", None)
        operators = sorted({node["op"] for node in model["modelTopology"]["node"]})
        files["model.json"] = json.dumps(model, separators=(",", ":")).encode()
        packed = {name: base64.b64encode(gzip.compress(content, 9, mtime=0)).decode() for name, content in files.items()}
        return packed, operators


def stored(array):
    return [float(f"{value:.8g}") for value in np.asarray(array, np.float64).ravel()]


def case(name, shape, compute, module, dtype=tf.float32, kind=None):
    inputs = random.randint(0, 11, (2, *shape)).astype(np.int32) if dtype == tf.int32 else values(2, *shape)

    @tf.function(input_signature=[tf.TensorSpec([None, *shape], dtype, name="x")])
    def flat(x):
        random.seed(len(name))  # it is traced twice, and draws the same constants
        return tf.reshape(compute(x), [tf.shape(x)[0], -1])

    files, operators = converted(module, flat, kind)
    x = tf.constant(inputs)
    with tf.GradientTape() as tape:
        tape.watch(x)
        outputs = flat(x)
        total = tf.reduce_sum(outputs * (1 + tf.range(outputs.shape[1], dtype=tf.float32)))
    gradient = None if dtype == tf.int32 else tape.gradient(total, x)
    print(f"{name}: {' '.join(operators)}")
    result = {"name": name, "shape": list(shape), "files": files, "inputs": stored(inputs), "outputs": stored(outputs)}
    return result if gradient is None else {**result, "gradient": stored(gradient)}


def main():
    cases = []
    for name, (build, kind) in NETWORKS.items():
        model = build()
        for weight in model.weights if kind else []:
            weight.assign(coarse(weight, kind))
        cases.append(case(name, model.input_shape[1:], model, model, model.inputs[0].dtype, kind))
    cases += [case(name, shape, compute, tf.Module()) for name, (shape, compute) in OPERATORS.items()]
    path = pathlib.Path(__file__).parent.parent / "golden" / "graph-models.json"
    path.write_text("[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in cases) + "\n]\n")
    print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
