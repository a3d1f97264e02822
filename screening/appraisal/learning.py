"""How the pair network runs while it learns, on a processor: texts end to end, and chances drawn once.

A batch that is filled up to its longest text spends a fifth of its products on filling, and torch draws the
chances of dropout one by one, on one core: of a step that way three fifths were for neither.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface

from screening.appraisal.minilm import packed

ATTENTION = "texts-end-to-end"
HELD = 2**24
"""How many chances are held: several times what the attention of one text takes, or a batch's states."""


class Chances:
    """Factors for states, 0 for a share of them and 1 / (1 - share) for the others.

    Each use takes a window of them from a place of its own.
    """

    def __init__(self, share: float, seed: int) -> None:
        self.share = share
        self.places = torch.Generator().manual_seed(seed)
        kept = torch.rand(HELD, generator=self.places) >= share
        self.factors = kept.to(torch.bfloat16) / (1 - share)

    def window(self, states: Tensor) -> Tensor:
        """Factors in the shape of the states."""
        place = int(torch.randint(HELD - states.numel() + 1, (), generator=self.places))
        return self.factors[place : place + states.numel()].view(states.shape)


class Dropping(nn.Module):  # type: ignore[misc]  # torch comes without types here
    """Dropout by such windows, in the place of a network's own."""

    def __init__(self, chances: Chances) -> None:
        super().__init__()
        self.chances = chances
        self.p = chances.share

    def forward(self, states: Tensor) -> Tensor:
        """The states, a share of them nought while the network learns."""
        return states * self.chances.window(states) if self.training else states


def attend(
    module: Any, query: Tensor, key: Tensor, value: Tensor, mask: None, *, lengths: list[int], **options: Any
) -> tuple[Tensor, None]:
    """What each piece gathers from its own text (1, pieces, heads, width); ``lengths`` are the texts'."""
    told = []
    with torch.autocast("cpu", enabled=False):  # which would have the softmax in full precision
        each = [states.split(lengths, dim=2) for states in (query * options["scaling"], key, value)]
        for asking, asked, answer in zip(*each, strict=True):
            share = torch.softmax(torch.matmul(asking, asked.transpose(2, 3)), dim=-1)
            told.append(torch.matmul(module.dropout(share), answer))
        return torch.cat(told, dim=2).transpose(1, 2).contiguous(), None


def prepare(network: Any, *, seed: int, dropout: bool) -> None:
    """Have the network learn in this way; its base drops states only where ``dropout`` says so."""
    AttentionInterface.register(ATTENTION, attend)
    network.base.set_attn_implementation(ATTENTION)
    held: dict[float, Chances] = {}
    for module in list(network.base.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Dropout):
                chances = held.setdefault(child.p, Chances(child.p, seed))
                setattr(module, name, Dropping(chances))
    network.train()
    network.base.train(dropout)


def logits(network: Any, pairs: list[tuple[str, str]]) -> Tensor:
    """One logit for each pair, as the network itself gives them, without the filling between them."""
    ids, mask, part = packed(pairs)
    lengths, own = mask.sum(1).tolist(), mask.bool()
    places = torch.arange(ids.shape[1]).expand_as(ids)
    laid = {"input_ids": ids[own], "token_type_ids": part[own], "position_ids": places[own]}
    run = network.base(**{name: row.unsqueeze(0) for name, row in laid.items()}, lengths=lengths)
    told = zip(run.last_hidden_state[0].split(lengths), part[own].bool().split(lengths), strict=True)
    read: Tensor = network.head(torch.stack([torch.cat([one[0], one[text].mean(0)]) for one, text in told]))
    return read.squeeze(1)
