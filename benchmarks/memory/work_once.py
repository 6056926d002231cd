"""Does one work on images with torchvision's MobileNetV2 as one batch, and prints the peak of its resident memory and the processor
seconds of the work as JSON.

python benchmarks/memory/work_once.py SIZE probabilities|gradient IMAGES

The gradient is that of FGSM: predict the clean inputs, take the gradient of the loss, step by its sign, and predict again. No gradient
of a weight is asked for. The script is not named pytorch.py, because torchvision imports a module of that name if there is one.
"""
import json
import resource
import sys
import time

import torch

# torchvision imports without its own operators, which no classifier uses, once these are known
library = torch.library.Library('torchvision', 'DEF')
for operator in ['nms', 'qnms']:
    library.define(f'{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor')
import torchvision

size, work, images = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
torch.set_num_threads(1)
torch.manual_seed(0)
network = torchvision.models.mobilenet_v2().eval().requires_grad_(False)
x = torch.rand(images, 3, size, size)
start = time.process_time()
if work == 'probabilities':
    with torch.no_grad():
        torch.softmax(network(x), 1)
else:
    with torch.no_grad():
        labels = network(x).argmax(1)
    x.requires_grad_(True)
    loss = torch.nn.functional.cross_entropy(network(x), labels, reduction='sum')
    gradient, = torch.autograd.grad(loss, x)
    del loss
    with torch.no_grad():
        network((x + 0.01 * gradient.sign()).clamp(0, 1)).argmax(1)
seconds = time.process_time() - start
print(json.dumps({'bytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, 'seconds': seconds}))
