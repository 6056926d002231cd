"""Trains LeNet-5 in PyTorch on small digits, saves its weights as .safetensors, and writes the digits to test it on.

pip install torch safetensors numpy scikit-learn
python model.py
"""

import gzip

import numpy as np
import torch
from safetensors.torch import save_file
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(1)
digits, labels = load_digits(return_X_y=True)
digits = np.round(digits * 255 / 16).astype(np.uint8).reshape(-1, 8, 8)
images = np.kron(digits, np.ones((2, 2), np.uint8))  # 16 × 16, because LeNet-5 halves its images twice
labels = labels.astype(np.uint8)
x = torch.from_numpy(images[:1200]).float().unsqueeze(1) / 255
y = torch.from_numpy(labels[:1200]).long()


class LeNet5(nn.Module):
    """The layers of `leNet5`; their names are free."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(64, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.conv1(x).relu(), 2)
        x = nn.functional.max_pool2d(self.conv2(x).relu(), 2).flatten(1)
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())


network = LeNet5()
optimizer = torch.optim.Adam(network.parameters(), lr=0.002)
for epoch in range(15):
    for batch in torch.randperm(len(x)).split(32):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        optimizer.step()
save_file(network.state_dict(), "digits.safetensors")


def write_idx(name, array):
    """Writes bytes in the format of MNIST."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    with open(f"data/{name}.gz", "wb") as file:
        file.write(gzip.compress(header + array.tobytes(), mtime=0))


for name, part in {"train": slice(300), "t10k": slice(1200, None)}.items():
    write_idx(f"{name}-images-idx3-ubyte", images[part])
    write_idx(f"{name}-labels-idx1-ubyte", labels[part])
