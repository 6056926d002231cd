"""Networks that onnxruntime quantises to operators on integers (QOperator), and dynamically.

pip install torch==2.13.0 onnx==1.23.2 onnxruntime==1.32.0 sympy
python specs/reference/generators/quantised-operators.py

Outputs are those of onnxruntime. Gradients of the sum over k of (k + 1) times output k are those of the network before it was quantised.
"""
import json
import os
import pathlib
import sys
import tempfile

sys.path.pop(0)  # statistics.py of this folder would replace that of Python

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static
from torch import nn

folder = pathlib.Path(__file__).parents[1] / 'golden' / 'onnx-quantised'
folder.mkdir(exist_ok=True)
torch.manual_seed(0)
cases = {}


class Images(nn.Module):
    """Has every operator on images that onnxruntime quantises."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 6, 3, padding=1)
        self.second = nn.Conv2d(6, 6, 3, padding=1, groups=2)
        self.third = nn.Conv2d(12, 8, 3, stride=2)
        self.last = nn.Linear(8, 4)

    def forward(self, x):
        x = nn.functional.relu(self.first(x))
        x = torch.cat([x + self.second(x), nn.functional.leaky_relu(x * torch.sigmoid(x))], 1)
        x = nn.functional.avg_pool2d(self.third(nn.functional.max_pool2d(x, 2)), 2)
        return self.last(x.mean((2, 3)))


class Attention(nn.Module):
    """Multiplies matrices that depend on the input."""

    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear(6, 6), nn.Linear(5 * 6, 3)

    def forward(self, x):
        y = torch.tanh(self.first(x))
        return self.last((torch.softmax(y @ x.transpose(1, 2), -1) @ y).flatten(1))


class Calibration(CalibrationDataReader):
    def __init__(self, x):
        self.items = iter({'x': item[None].numpy()} for item in x)

    def get_next(self):
        return next(self.items, None)


def keep(name, network, x, quantise):
    network.eval()
    point = x[:2].clone().requires_grad_(True)
    y = network(point)
    gradient, = torch.autograd.grad((y * torch.arange(1, y.shape[1] + 1)).sum(), point)
    path = folder / f'{name}.onnx'
    with tempfile.TemporaryDirectory() as temporary:
        exported = os.path.join(temporary, 'network.onnx')
        torch.onnx.export(network, (x[:1],), exported, dynamo=False, input_names=['x'], dynamic_axes={'x': {0: 'n'}})
        quantise(exported, path)
    session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
    outputs = np.concatenate([session.run(None, {'x': item[None].numpy()})[0] for item in x])
    given = {'inputs': x, 'outputs': outputs, 'gradientBefore': gradient}
    lists = {key: [float(f'{value:.8g}') for value in np.ravel(array)] for key, array in given.items()}
    cases[name] = {'shape': list(x.shape[1:]), **lists}


def statically(x, **options):
    return lambda source, target: quantize_static(
        source, target, Calibration(x), quant_format=QuantFormat.QOperator, weight_type=QuantType.QInt8, **options)


def dynamically(source, target):
    quantize_dynamic(source, target, weight_type=QuantType.QInt8)


images, words = torch.rand(8, 2, 10, 10), torch.randn(8, 5, 6)
perceptron = nn.Sequential(nn.Flatten(), nn.Linear(200, 16), nn.ReLU(), nn.Linear(16, 4))
keep('images', Images(), images, statically(images, activation_type=QuantType.QUInt8))
keep('images-channels', Images(), images, statically(images, activation_type=QuantType.QInt8, per_channel=True))
keep('attention', Attention(), words, statically(words, activation_type=QuantType.QUInt8))
keep('images-dynamic', Images(), images, dynamically)
keep('perceptron-dynamic', perceptron, images, dynamically)
(folder / 'expected.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
