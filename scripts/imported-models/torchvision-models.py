"""Exports classification networks of torchvision by both ONNX exporters of PyTorch, with outputs and input gradients.

python scripts/imported-models/torchvision-models.py FOLDER [names]

The weights are drawn from a seed: what is compared is what the networks compute, not what they have learnt.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import torch

# torchvision imports without its own operators, which no classifier uses, once these are known
library = torch.library.Library('torchvision', 'DEF')
for operator in ['nms', 'qnms']:
    library.define(f'{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor')
import torchvision

warnings.filterwarnings('ignore')
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
names = sys.argv[2:] or [
    'resnet18', 'mobilenet_v2', 'mobilenet_v3_small', 'squeezenet1_1', 'shufflenet_v2_x0_5', 'efficientnet_b0',
    'densenet121', 'convnext_tiny', 'alexnet', 'vit_b_16']
for name in names:
    torch.manual_seed(0)
    network = getattr(torchvision.models, name)(weights=None).eval()
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.uniform_(-0.2, 0.2)
            layer.running_var.uniform_(0.5, 1.5)
    torch.manual_seed(5)  # an input for which no ReLU of these networks is at its kink
    x = torch.rand(1, 3, 224, 224, requires_grad=True)
    outputs = network(x)
    weights = torch.linspace(-1, 1, outputs.shape[1])
    gradient, = torch.autograd.grad((outputs * weights).sum(), x)
    for kind, values in {'input': x, 'output': outputs, 'gradient': gradient}.items():
        np.ascontiguousarray(values.detach().numpy(), dtype='<f4').tofile(folder / f'{name}.{kind}')
    for kind in ['script', 'dynamo']:
        path = folder / f'{name}-{kind}.onnx'
        try:
            if kind == 'script':
                torch.onnx.export(network, (x.detach(),), path, dynamo=False, input_names=['x'], dynamic_axes={'x': {0: 'n'}})
            else:
                torch.onnx.export(network, (x.detach(),), path, dynamo=True, external_data=False, verbose=False)
            print(path.name, path.stat().st_size, flush=True)
        except Exception as error:
            print(path.name, 'is not exported:', str(error).splitlines()[0], flush=True)
