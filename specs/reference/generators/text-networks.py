"""Golden values of the networks of texts, from Keras 3 and PyTorch: probabilities of texts of unequal length, padded either way, and
the gradient of the first logit at the embedding.

    python specs/reference/generators/text-networks.py

writes specs/reference/golden/text-networks.json. PyTorch computes on packed sequences, so it never sees padding. Its GRU applies the reset
gate after the product; where Keras can be asked for the other form, only Keras is.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import torch
from torch import nn

VOCABULARY, EMBEDDING, UNITS, CLASSES, LENGTH = 12, 5, 4, 3, 7
GRADIENT_OF = 3
TEXTS = [[3], [5, 2, 9], [4, 4, 11, 1, 6, 2, 8], [10, 7, 3, 2, 5, 9], [1, 1]]
random = np.random.default_rng(11)
keras.utils.set_random_seed(11)

KINDS = {
    "lstm": {"architecture": "lstm", "options": {}},
    "lstm of two layers": {"architecture": "lstm", "options": {"layers": 2}},
    "bidirectional lstm": {"architecture": "lstm", "options": {"bidirectional": True}},
    "gru": {"architecture": "gru", "options": {}},
    "bidirectional gru of two layers": {"architecture": "gru", "options": {"layers": 2, "bidirectional": True}},
    "gru, reset before": {"architecture": "gru", "options": {"resetAfter": False}},
}


def padded(before):
    rows = [[0] * (LENGTH - len(text)) + text if before else text + [0] * (LENGTH - len(text)) for text in TEXTS]
    return np.array(rows)


def keras_network(architecture, options):
    layers = [keras.layers.Embedding(VOCABULARY, EMBEDDING, mask_zero=True)]
    count = options.get("layers", 1)
    for at in range(count):
        sequences = {"return_sequences": at < count - 1}
        if architecture == "lstm":
            layer = keras.layers.LSTM(UNITS, **sequences)
        else:
            layer = keras.layers.GRU(UNITS, reset_after=options.get("resetAfter", True), **sequences)
        layers.append(keras.layers.Bidirectional(layer) if options.get("bidirectional") else layer)
    network = keras.Sequential([keras.Input((LENGTH,), dtype="int32"), *layers, keras.layers.Dense(CLASSES, activation="softmax")])
    network.set_weights([random.normal(0, 0.7, weight.shape).astype("float32") for weight in network.get_weights()])
    return network


def torch_values(architecture, options, weights):
    """The same network from the weights of Keras: embedding; kernel, recurrent kernel and bias per layer and direction; dense."""
    weights = [torch.tensor(weight) for weight in weights]
    embedding, *recurrent, kernel, bias = weights
    ways = 2 if options.get("bidirectional") else 1
    count = options.get("layers", 1)
    make = nn.LSTM if architecture == "lstm" else nn.GRU
    network = make(EMBEDDING, UNITS, num_layers=count, bidirectional=ways == 2, batch_first=True)
    order = [0, 1, 2, 3] if architecture == "lstm" else [1, 0, 2]  # i f c o in both; z r h of Keras is r z n of PyTorch

    def gates(matrix):
        parts = matrix.chunk(len(order), dim=-1)
        return torch.cat([parts[gate] for gate in order], dim=-1)

    with torch.no_grad():
        for at in range(count * ways):
            w, u, b = recurrent[3 * at : 3 * at + 3]
            name = f"l{at // ways}" + ("_reverse" if at % ways else "")
            getattr(network, f"weight_ih_{name}").copy_(gates(w).T)
            getattr(network, f"weight_hh_{name}").copy_(gates(u).T)
            both = torch.stack([b, torch.zeros_like(b)]) if b.ndim == 1 else b
            getattr(network, f"bias_ih_{name}").copy_(gates(both[0]))
            getattr(network, f"bias_hh_{name}").copy_(gates(both[1]))

    def logits(vectors):
        _, states = network(vectors[None])
        hidden = states[0] if architecture == "lstm" else states
        return torch.cat(list(hidden[-ways:, 0])) @ kernel + bias

    with torch.no_grad():
        probabilities = torch.stack([torch.softmax(logits(embedding[torch.tensor(text)]), dim=-1) for text in TEXTS])
    return probabilities.numpy(), gradient_at_embedding(logits, embedding)


def gradient_at_embedding(logits, embedding):
    """The gradient of the first logit of a text with respect to the vectors of its tokens."""
    vectors = embedding[torch.tensor(TEXTS[GRADIENT_OF])].clone().requires_grad_()
    logits(vectors)[0].backward()
    return vectors.grad.numpy()


def listed(array):
    return [float(f"{value:.9g}") for value in np.asarray(array, dtype="float32").ravel()]


networks = []
for name, kind in KINDS.items():
    network = keras_network(**kind)
    weights = network.get_weights()
    after, before = [network.predict(padded(side), verbose=0) for side in (False, True)]
    assert np.abs(after - before).max() < 1e-6, name
    resets_before = kind["options"].get("resetAfter") is False
    probabilities, gradient = (None, None) if resets_before else torch_values(**kind, weights=weights)
    if probabilities is not None:
        assert np.abs(probabilities - after).max() < 1e-6, name
    networks.append({
        "name": name, **kind, "weights": [listed(weight) for weight in weights], "keras": listed(after),
        "torch": None if probabilities is None else listed(probabilities), "gradient": None if gradient is None else listed(gradient),
    })

# a convolutional network of texts: zeros for padding and around the text, so that its probabilities do not depend on padding
WIDTHS, FILTERS = [2, 3], 4
weights = [random.normal(0, 0.7, shape).astype("float32") for shape in [(VOCABULARY, EMBEDDING)]]
for width in WIDTHS:
    weights += [random.normal(0, 0.7, (width, 1, EMBEDDING, FILTERS)).astype("float32"), random.normal(0, 0.7, FILTERS).astype("float32")]
weights += [random.normal(0, 0.7, (len(WIDTHS) * FILTERS, CLASSES)).astype("float32"), random.normal(0, 0.7, CLASSES).astype("float32")]


def convolved(vectors):
    around = nn.functional.pad(vectors.T[None], (max(WIDTHS), max(WIDTHS)))
    features = []
    for at in range(len(WIDTHS)):
        kernel, bias = [torch.tensor(weight) for weight in weights[1 + 2 * at : 3 + 2 * at]]
        sums = nn.functional.conv1d(around, kernel[:, 0].permute(2, 1, 0), bias)
        features.append(torch.relu(sums).amax(dim=-1)[0])
    return torch.cat(features) @ torch.tensor(weights[-2]) + torch.tensor(weights[-1])


embedding = torch.tensor(weights[0])
rows = [torch.softmax(convolved(embedding[torch.tensor(text)]), dim=-1) for text in TEXTS]
networks.append({
    "name": "textCnn", "architecture": "textCnn", "options": {"widths": WIDTHS, "filters": FILTERS},
    "weights": [listed(weight) for weight in weights], "keras": None, "torch": listed(torch.stack(rows)),
    "gradient": listed(gradient_at_embedding(convolved, embedding)),
})

golden = Path(__file__).parent.parent / "golden"
(golden / "text-networks.json").write_text(json.dumps({
    "versions": {"keras": keras.__version__, "torch": torch.__version__}, "vocabularySize": VOCABULARY, "embedding": EMBEDDING,
    "units": UNITS, "classes": CLASSES, "length": LENGTH, "texts": TEXTS, "gradientOf": GRADIENT_OF,
    "networks": networks,
}) + "\n")
