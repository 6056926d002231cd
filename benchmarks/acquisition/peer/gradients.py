"""Strategies that use gradients, one image at a time: measured on a few images and scaled to all."""

import time

import numpy as np
import torch
from strategy import Strategy
from torch.nn import functional as F


class Gradients(Strategy):
    def scaled(self, distance):
        start = time.process_time()
        for i in range(self.peer_images):
            distance(self.pool[i])
        return (time.process_time() - start) * len(self.pool) / self.peer_images

    def expectedGradientLength(self):
        def length(x):
            logits, _ = self.network(x[None])
            p = F.softmax(logits, 1)[0].detach()
            total = 0
            for c in range(10):
                self.network.zero_grad()
                F.cross_entropy(logits, torch.tensor([c])).backward(retain_graph=True)
                total += p[c] * torch.sqrt(sum((w.grad**2).sum() for w in self.network.parameters()))
            return total.item()

        return self.scaled(length)

    def dfal(self, nearest=False):
        """As in DeepAL+, steps to the last class, without overshoot; with `nearest`, to the nearest class, with overshoot."""
        overshoot = 0.02 if nearest else 0

        def distance(x):
            nx = x[None].clone().requires_grad_()
            eta = torch.zeros(nx.shape)
            out = self.network(nx + eta)[0]
            start = label = out.argmax(1).item()
            steps = 0
            while label == start and steps < 50:
                out[0, start].backward(retain_graph=True)
                base = nx.grad.clone()
                least = np.inf
                for c in range(10):
                    if c == start:
                        continue
                    nx.grad.zero_()
                    out[0, c].backward(retain_graph=True)
                    w = nx.grad - base
                    value = abs((out[0, c] - out[0, start]).item()) / np.linalg.norm(w.numpy().ravel())
                    if value < least:
                        step = value / np.linalg.norm(w.numpy().ravel()) * w
                        least = value if nearest else np.inf
                eta += (1 + overshoot) * step
                nx.grad.zero_()
                out = self.network(nx + eta)[0]
                label = out.argmax(1).item()
                steps += 1
            return (eta * eta).sum().item()

        return self.scaled(distance)

    def adversarialBim(self):
        def distance(x):
            nx = x[None].clone().requires_grad_()
            eta = torch.zeros(nx.shape)
            out = self.network(nx)[0]
            start = out.argmax(1)
            for _ in range(100):
                if out.argmax(1).item() != start.item():
                    break
                F.cross_entropy(out, start).backward()
                eta += 0.05 * torch.sign(nx.grad)
                nx.grad.zero_()
                out = self.network(nx + eta)[0]
            return (eta * eta).sum().item()

        return self.scaled(distance)
