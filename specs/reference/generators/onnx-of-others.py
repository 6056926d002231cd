"""Small networks exported by tools other than PyTorch: Keras by tf2onnx, and networks that onnxruntime quantises.

pip install keras==3.15.1 tensorflow==2.21.0 tf2onnx==1.17.0 torch==2.13.0 onnx==1.23.2 onnxruntime==1.32.0
python specs/reference/generators/onnx-of-others.py

Outputs are those of onnxruntime. Gradients of the sum over k of (k + 1) times output k are those of Keras; a quantised network has
none, so that of the network before it was quantised is kept.
"""
import json
import os
import pathlib
import sys
import tempfile

sys.path.pop(0)  # statistics.py of this folder would replace that of Python
os.environ['CUDA_VISIBLE_DEVICES'] = ''

import keras
import numpy as np
import onnxruntime
import tensorflow as tf
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

folder = pathlib.Path(__file__).parents[1] / 'golden' / 'onnx-of-others'
folder.mkdir(exist_ok=True)
random = np.random.default_rng(0)
keras.utils.set_random_seed(0)
torch.manual_seed(0)
cases = {}


def outputs(path, x):
    session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
    return session.run(None, {session.get_inputs()[0].name: x})[0]


def keep(name, kind, x, **values):
    path = folder / f'{name}-{kind}.onnx'
    given = {'inputs': x, 'outputs': outputs(path, x), **values}
    lists = {key: [float(f'{value:.8g}') for value in np.ravel(array)] for key, array in given.items()}
    cases[name] = {'shape': list(x.shape[1:]), 'exports': [kind], **lists}


def keep_keras(name, shape, *layers):
    model = keras.Sequential([keras.Input(shape), *layers])
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([random.uniform(0.5, 1.5, weight.shape) for weight in layer.get_weights()])
    x = random.random((2, *shape), dtype=np.float32)
    model(x)
    model.export(folder / f'{name}-tf2onnx.onnx', format='onnx', verbose=False)
    point = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(point)
        y = model(point)
        weighted = tf.reduce_sum(y * tf.range(1, y.shape[1] + 1, dtype=tf.float32))
    keep(name, 'tf2onnx', x, gradient=tape.gradient(weighted, point).numpy())


L = keras.layers
keep_keras(
    'images', (10, 10, 3), L.Conv2D(4, 3, padding='same', activation='relu'), L.BatchNormalization(), L.MaxPooling2D(),
    L.DepthwiseConv2D(3, padding='same', strides=2), L.Activation('swish'), L.Conv2DTranspose(4, 3, strides=2, padding='same'),
    L.LayerNormalization(), L.Conv2D(5, 3, activation='relu6'), L.Flatten(), L.Dropout(0.3), L.Dense(4, activation='softmax'))
keep_keras(
    'series', (12, 2), L.Conv1D(4, 3, activation='elu'), L.AveragePooling1D(2), L.LSTM(5), L.Dense(3, activation='softmax'))

network = torch.nn.Sequential(
    torch.nn.Conv2d(2, 6, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Conv2d(6, 8, 3, stride=2),
    torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(8 * 4, 4)).eval()
network[0].weight.data *= 3
x = torch.rand(16, 2, 10, 10)
point = x[:2].clone().requires_grad_(True)
gradient, = torch.autograd.grad((network(point) * torch.arange(1, 5)).sum(), point)


class Calibration(CalibrationDataReader):
    def __init__(self):
        self.items = iter({'x': item[None].numpy()} for item in x)

    def get_next(self):
        return next(self.items, None)


with tempfile.TemporaryDirectory() as temporary:
    exported = os.path.join(temporary, 'network.onnx')
    torch.onnx.export(network, (x[:1],), exported, dynamo=False, input_names=['x'], dynamic_axes={'x': {0: 'n'}})
    for name, options in {
        'quantized': {'activation_type': QuantType.QUInt8},
        'quantized-channels': {'per_channel': True, 'activation_type': QuantType.QInt8},
        'quantized-16-bits': {'activation_type': QuantType.QUInt16},
    }.items():
        path = folder / f'{name}-onnxruntime.onnx'
        quantize_static(exported, path, Calibration(), quant_format=QuantFormat.QDQ, weight_type=QuantType.QInt8, **options)
        keep(name, 'onnxruntime', x[:2].numpy(), gradientBefore=gradient.numpy())
(folder / 'expected.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
