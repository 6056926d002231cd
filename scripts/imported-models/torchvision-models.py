"""Exports classification networks of torchvision by both ONNX exporters of PyTorch, with outputs and input gradients.

python scripts/imported-models/torchvision-models.py FOLDER [names] [--size 64]

The weights are drawn from a seed: what is compared is what the networks compute, not what they have learnt. Weights that start at 0 or
at almost 0 are drawn too, so that an error in the part behind them shows. Outputs and gradients are those in double precision.
"""
import argparse
import copy
import json
import pathlib
import warnings

import numpy as np
import torch

# torchvision imports without its own operators, which no classifier uses, once these are known
library = torch.library.Library('torchvision', 'DEF')
for operator in ['nms', 'qnms']:
    library.define(f'{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor')
import torchvision

warnings.filterwarnings('ignore')
parser = argparse.ArgumentParser()
parser.add_argument('folder', type=pathlib.Path)
parser.add_argument('names', nargs='*')
parser.add_argument('--size', type=int, default=64, help='of the images, where a network leaves a choice')
given = parser.parse_args()
folder = given.folder
folder.mkdir(parents=True, exist_ok=True)


def small_vit():
    return torchvision.models.VisionTransformer(
        image_size=64, patch_size=8, num_layers=4, num_heads=4, hidden_dim=128, mlp_dim=256)


# AlexNet and VGG have dense layers for images of 224, which ONNX cannot pool to from other sizes
sizes = {'alexnet': 224, 'vgg11': 224, 'vit_b_16': 224, 'small_vit': 64}
networks = {name: getattr(torchvision.models, name) for name in [
    'resnet18', 'mobilenet_v2', 'mobilenet_v3_small', 'squeezenet1_1', 'shufflenet_v2_x0_5', 'efficientnet_b0',
    'densenet121', 'convnext_tiny', 'alexnet', 'vgg11', 'vit_b_16']} | {'small_vit': small_vit}


def drawn(make):
    """A network with weights drawn from a seed."""
    torch.manual_seed(0)
    network = make().eval()
    for name, parameter in network.named_parameters():
        if name.endswith('bias'):
            torch.nn.init.uniform_(parameter, -0.1, 0.1)
        elif name.endswith('layer_scale'):
            torch.nn.init.uniform_(parameter, 0.1, 0.3)
        elif parameter.abs().max() == 0:
            torch.nn.init.normal_(parameter, std=0.02)
        elif parameter.dim() == 1:
            torch.nn.init.uniform_(parameter, 0.5, 1.5)
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.uniform_(-0.2, 0.2)
            layer.running_var.uniform_(0.5, 1.5)
    return network


def computed(network, x):
    """The outputs, and the gradient of a weighted sum of them."""
    x = x.clone().requires_grad_(True)
    outputs = network(x)
    weights = torch.linspace(-1, 1, outputs.shape[1], dtype=x.dtype)
    gradient, = torch.autograd.grad((outputs * weights).sum(), x)
    return outputs.detach(), gradient


def distance(some, others):
    return ((some - others).norm() / others.norm()).item()


described = {}
for name in given.names or networks:
    network = drawn(networks[name])
    double = copy.deepcopy(network).double()
    size = sizes.get(name, given.size)
    tried = []
    for seed in range(6):  # until no activation is so near its kink that rounding decides
        torch.manual_seed(seed)
        x = torch.rand(1, 3, size, size)
        outputs, gradient = computed(double, x.double())
        moved = [computed(double, x.double() + 2e-6 * torch.randn(x.shape, dtype=torch.double))[1] for _ in range(2)]
        others = [computed(network, x)[1], *moved]
        tried.append((max(distance(other, gradient) for other in others), x, outputs, gradient))
        if tried[-1][0] < 1e-4:
            break
    own, x, outputs, gradient = min(tried, key=lambda each: each[0])
    del double
    described[name] = {'size': size, 'ownDifference': own}
    for kind, values in {'input': x, 'output': outputs, 'gradient': gradient}.items():
        np.ascontiguousarray(values.numpy(), dtype='<f4').tofile(folder / f'{name}.{kind}')
    for kind in ['script', 'dynamo']:
        path = folder / f'{name}-{kind}.onnx'
        try:
            if kind == 'script':
                torch.onnx.export(network, (x,), path, dynamo=False, input_names=['x'], dynamic_axes={'x': {0: 'n'}})
            else:
                torch.onnx.export(network, (x,), path, dynamo=True, external_data=False, verbose=False)
            print(path.name, path.stat().st_size, flush=True)
        except Exception as error:
            print(path.name, 'is not exported:', str(error).splitlines()[0], flush=True)
(folder / 'networks.json').write_text(json.dumps(described))
