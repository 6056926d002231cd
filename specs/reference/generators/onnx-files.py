"""Small networks exported by both ONNX exporters of PyTorch, with logits and input gradients of PyTorch.

pip install torch==2.13.0 onnx==1.23.2 onnxscript
python specs/reference/generators/onnx-files.py
"""
import json
import pathlib
import sys
import warnings

sys.path.pop(0)  # statistics.py of this folder would replace that of Python

import onnx
import torch
from torch import nn
from torch.nn import functional as F

warnings.filterwarnings('ignore')
folder = pathlib.Path(__file__).parents[1] / 'golden' / 'onnx'
folder.mkdir(exist_ok=True)
torch.manual_seed(0)


class Residual(nn.Module):
    def __init__(self, before, after, stride):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after))
        self.second = nn.Sequential(nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after))
        changes = stride > 1 or before != after
        self.shortcut = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after)) if changes else nn.Identity()

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


class Excitation(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.down, self.up = nn.Conv2d(channels, channels // 2, 1), nn.Conv2d(channels // 2, channels, 1)

    def forward(self, x):
        return x * F.hardsigmoid(self.up(torch.relu(self.down(F.adaptive_avg_pool2d(x, 1)))))


class Inverted(nn.Module):
    def __init__(self, channels, wide):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.Hardswish(),
            nn.Conv2d(wide, wide, 5, 1, 2, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.Hardswish(),
            Excitation(wide), nn.Conv2d(wide, channels, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return x + self.layers(x)


class Recurrent(nn.Module):
    def __init__(self, kind, bidirectional=False, words=None):
        super().__init__()
        self.embedding = nn.Embedding(words, 4) if words else nn.Identity()
        self.layer = kind(4, 6, batch_first=True, bidirectional=bidirectional)
        self.last = nn.Linear(12 if bidirectional else 6, 3)

    def forward(self, x):
        return self.last(self.layer(self.embedding(x))[0][:, -1])


class Shuffled(nn.Module):
    def __init__(self):
        super().__init__()
        self.grouped, self.shuffle = nn.Conv2d(4, 8, 1, groups=2), nn.ChannelShuffle(2)
        self.depthwise, self.second = nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.Conv2d(8, 4, 3, padding=1, groups=2)
        self.last = nn.Linear(4 * 8 * 8, 3)

    def forward(self, x):
        return self.last(torch.flatten(self.second(torch.relu(self.depthwise(self.shuffle(self.grouped(x))))), 1))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 16, 4, 4)
        self.token, self.places = nn.Parameter(torch.randn(1, 1, 16)), nn.Parameter(torch.randn(1, 5, 16))
        self.layer = nn.TransformerEncoderLayer(16, 4, 32, 0.1, 'gelu', batch_first=True, norm_first=True)
        self.norm, self.last = nn.LayerNorm(16), nn.Linear(16, 3)

    def forward(self, x):
        patches = self.patches(x).flatten(2).transpose(1, 2)
        tokens = torch.cat([self.token.expand(len(patches), -1, -1), patches], 1) + self.places
        return self.last(self.norm(self.layer(tokens))[:, 0])


networks = {
    'le-net': (nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 8, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 4)), (1, 16, 16)),
    'softmax': (nn.Sequential(
        nn.Conv2d(1, 6, 3), nn.BatchNorm2d(6), nn.Tanh(), nn.AvgPool2d(3, 2, 1), nn.Flatten(), nn.Linear(150, 4),
        nn.Softmax(1)), (1, 12, 12)),
    'sigmoid': (nn.Sequential(nn.Linear(7, 5), nn.BatchNorm1d(5), nn.ELU(), nn.Linear(5, 1), nn.Sigmoid()), (7,)),
    'residual': (nn.Sequential(
        nn.Conv2d(3, 8, 7, 2, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1), Residual(8, 8, 1),
        Residual(8, 16, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 5)), (3, 24, 24)),
    'mobile': (nn.Sequential(
        nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(), Inverted(8, 16), nn.ReLU6(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5)), (3, 16, 16)),
    'lstm': (Recurrent(nn.LSTM, bidirectional=True), (7, 4)),
    'gru': (Recurrent(nn.GRU, bidirectional=True), (7, 4)),
    'rnn': (Recurrent(nn.RNN), (7, 4)),
    'words': (Recurrent(nn.LSTM, words=20), (6,)),
    'series': (nn.Sequential(
        nn.Conv1d(2, 6, 5, padding=1), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(6, 4, 3, dilation=2), nn.LeakyReLU(),
        nn.Flatten(), nn.Linear(16, 3)), (2, 18)),
    'shuffled': (Shuffled(), (4, 8, 8)),
    'transformer': (Transformer(), (3, 8, 8)),
    'groups': (nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.GroupNorm(2, 8), nn.GELU(), nn.InstanceNorm2d(8, affine=True), nn.PReLU(8),
        nn.ConvTranspose2d(8, 4, 3, 2, 1, output_padding=1), nn.Upsample(scale_factor=2), nn.AvgPool2d(4),
        nn.Flatten(), nn.Linear(256, 3), nn.LogSoftmax(1)), (3, 8, 8)),
    'dilated': (nn.Sequential(
        nn.Conv2d(3, 8, 3, 2, 2, dilation=2, padding_mode='reflect'), nn.Mish(), nn.MaxPool2d(3, 2, 1, ceil_mode=True),
        nn.Flatten(), nn.Linear(72, 3)), (3, 10, 10)),
}

exports = {
    'script': ['le-net', 'softmax', 'sigmoid', 'residual', 'mobile', 'lstm', 'gru', 'rnn', 'words', 'series', 'transformer', 'dilated'],
    'dynamo': ['le-net', 'residual', 'mobile', 'gru', 'shuffled', 'transformer', 'groups'],
}


def strip(path):
    """Removes what exporters write about the author's machine."""
    model = onnx.load(path)
    graph = model.graph
    for part in [model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer]:
        del part.metadata_props[:]
        part.doc_string = ''
    del graph.value_info[:]
    onnx.save(model, path)


def export(network, x, name, kind):
    path = folder / f'{name}-{kind}.onnx'
    if kind == 'script':
        torch.onnx.export(network, (x[:1],), path, dynamo=False, input_names=['x'], dynamic_axes={'x': {0: 'batch'}})
    else:
        torch.onnx.export(network, (x[:1],), path, dynamo=True, external_data=False, verbose=False)
    strip(path)


expected = {}
for name, (network, shape) in networks.items():
    for layer in network.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
            layer.running_mean.uniform_(-0.5, 0.5)
            layer.running_var.uniform_(0.5, 2)
    network.eval()
    ids = name == 'words'
    x = torch.randint(0, 20, (2, *shape)) if ids else torch.rand(2, *shape).mul(255).round().div(255).requires_grad_()
    outputs = network(x)
    row = {'shape': shape, 'inputs': x.detach().flatten().tolist(), 'outputs': outputs.detach().flatten().tolist()}
    if not ids:  # of Σ_k (k + 1) · output_k
        weights = torch.arange(1, outputs.shape[1] + 1)
        row['gradient'] = torch.autograd.grad((outputs * weights).sum(), x)[0].flatten().tolist()
    row = {key: value if key == 'shape' else [float(f'{number:.6g}') for number in value] for key, value in row.items()}
    expected[name] = {**row, 'exports': [kind for kind, names in exports.items() if name in names]}
    for kind in expected[name]['exports']:
        export(network, x.detach(), name, kind)
(folder / 'expected.json').write_text(json.dumps(expected))
