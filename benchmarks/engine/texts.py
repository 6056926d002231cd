"""The networks of models/texts.mjs in PyTorch."""

import torch
from torch import nn

VOCABULARY, LENGTH, UNITS = 10000, 150, 128


class Ends(nn.Module):
    """Reads tokens and returns the last state of each direction."""

    def __init__(self, kind, bidirectional):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, UNITS)
        self.recurrent = kind(UNITS, UNITS, batch_first=True, bidirectional=bidirectional)
        self.bidirectional = bidirectional

    def forward(self, tokens):
        outputs = self.recurrent(self.embedding(tokens))[0]
        if not self.bidirectional:
            return outputs[:, -1]
        return torch.cat([outputs[:, -1, :UNITS], outputs[:, 0, UNITS:]], 1)


def of(kind, bidirectional=False):
    units = UNITS * (2 if bidirectional else 1)
    return lambda: nn.Sequential(Ends(kind, bidirectional), nn.Linear(units, 10))


TEXTS = {
    "gruOfTexts": (of(nn.GRU), (LENGTH,)),
    "lstmOfTexts": (of(nn.LSTM), (LENGTH,)),
    "maskedLstmOfTexts": (of(nn.LSTM), (LENGTH,)),
    "bidirectionalLstmOfTexts": (of(nn.LSTM, True), (LENGTH,)),
}
