"""Golden values of LeNet-5 on small images, from PyTorch in float64: logits, loss, gradients, three steps of Adam.

    python specs/reference/generators/le-net5.py

writes specs/reference/golden/le-net5.json (sections of the binary file, in order) and le-net5.bin (float32, little-endian).
Arrays are written in the layout of TensorFlow.js: images channels last, kernels [height, width, in, out], dense [in, out].
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

HEIGHT, WIDTH, CHANNELS, CLASSES, BATCH = 16, 14, 2, 10, 6
torch.manual_seed(7)
torch.set_default_dtype(torch.float64)

network = nn.Sequential(
    nn.Conv2d(CHANNELS, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(16 * 2 * 1, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, CLASSES),
)
with torch.no_grad():  # what is exported is float32; the reference computes on exactly those values
    for parameter in network.parameters():
        parameter.copy_(parameter.float().double())
x = torch.rand(BATCH, CHANNELS, HEIGHT, WIDTH).float().double()
y = torch.randint(CLASSES, (BATCH,))


def layout(name, value):
    """From PyTorch's layout to that of TensorFlow.js."""
    value = value.detach().clone()  # the optimiser changes parameters in place
    if value.ndim == 4:
        return value.permute(2, 3, 1, 0)
    if name == "7.weight":  # its inputs are flattened channels first there, channels last here
        value = value.reshape(120, 16, 2, 1).permute(0, 2, 3, 1).reshape(120, -1)
    return value.T if value.ndim == 2 else value


sections = {"x": x.permute(0, 2, 3, 1)}
for name, parameter in network.named_parameters():
    sections[f"weights/{name}"] = layout(name, parameter)

x.requires_grad_()
logits = network(x)
loss = nn.functional.cross_entropy(logits, y)
loss.backward()
sections["logits"] = logits
sections["input gradient"] = x.grad.permute(0, 2, 3, 1)
for name, parameter in network.named_parameters():
    sections[f"gradients/{name}"] = layout(name, parameter.grad)

optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
losses = []
for _ in range(3):
    optimizer.zero_grad()
    step_loss = nn.functional.cross_entropy(network(x.detach()), y)
    step_loss.backward()
    optimizer.step()
    losses.append(step_loss.item())
for name, parameter in network.named_parameters():
    sections[f"trained/{name}"] = layout(name, parameter)

golden = Path(__file__).parent.parent / "golden"
arrays = {name: np.ascontiguousarray(value.detach().numpy(), dtype="<f4") for name, value in sections.items()}
(golden / "le-net5.bin").write_bytes(b"".join(array.tobytes() for array in arrays.values()))
(golden / "le-net5.json").write_text(json.dumps({
    "itemShape": [HEIGHT, WIDTH, CHANNELS], "classes": CLASSES, "labels": y.tolist(), "loss": loss.item(), "losses": losses,
    "sections": [{"name": name, "shape": list(array.shape)} for name, array in arrays.items()],
}, indent=1) + "\n")
