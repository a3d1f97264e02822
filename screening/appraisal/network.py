"""The pair network: MiniLM with low-rank changes to its linear maps (LoRA, Hu et al. 2021) and a head."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

PLACES = (
    "attention.self.query", "attention.self.key", "attention.self.value",
    "attention.output.dense", "intermediate.dense", "output.dense",
)
"""The linear maps of each layer that the adapter changes."""

SCALE = 2.0


class Changed(torch.autograd.Function):  # type: ignore[misc]  # torch comes without types here
    """The product with W + 2·B·A; what it changes of B and A is found by way of their rank.

    Half precision rounds the sum of the weights, not the change.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor, a: Tensor, b: Tensor) -> Tensor:
        """The product, in half precision under autocast."""
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype
        with torch.autocast("cpu", enabled=False):
            x, changed = x.to(kind), (weight + SCALE * (b @ a)).to(kind)
            ctx.save_for_backward(x, changed, a, b)
            return nn.functional.linear(x, changed, bias.to(kind))

    @staticmethod
    def backward(ctx: Any, back: Tensor) -> tuple[Tensor | None, None, None, Tensor, Tensor]:
        """The gradients of x, A and B."""
        x, changed, a, b = ctx.saved_tensors
        into = back @ changed if ctx.needs_input_grad[0] else None
        rows, back = x.flatten(0, -2), back.flatten(0, -2)
        of_a = (back @ b.to(back.dtype)).T @ rows
        of_b = back.T @ (rows @ a.to(rows.dtype).T)
        return into, None, None, SCALE * of_a.to(a.dtype), SCALE * of_b.to(b.dtype)


class LowRank(nn.Module):  # type: ignore[misc]  # torch comes without types here
    """A frozen linear map and a trainable change to it of low rank: W + 2·B·A."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features))
        self.b = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        """The map with its change, as one product."""
        changed: Tensor = Changed.apply(x, self.linear.weight, self.linear.bias, self.a, self.b)
        return changed

    def merged(self) -> nn.Linear:
        """The same map as one plain linear map."""
        with torch.no_grad():
            self.linear.weight += SCALE * (self.b @ self.a)
        return self.linear


class PairNetwork(nn.Module):  # type: ignore[misc]
    """Requirement and text in one pass; one logit a pair, from the first piece and the text's mean."""

    def __init__(self, base: Any, *, rank: int, head: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.base = base
        width = int(base.config.hidden_size)
        for parameter in base.parameters():
            parameter.requires_grad_(False)
        self._replace(lambda linear: LowRank(linear, rank))
        self.head = nn.Sequential(
            nn.Linear(2 * width, head), nn.GELU(), nn.Dropout(dropout), nn.Linear(head, 1)
        )

    def forward(self, ids: Tensor, mask: Tensor, part: Tensor) -> Tensor:
        """One logit for each row."""
        states = self.base(input_ids=ids, attention_mask=mask, token_type_ids=part).last_hidden_state
        share = (mask * part).unsqueeze(-1).to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1).clamp(min=1)
        logits: Tensor = self.head(torch.cat([states[:, 0], mean], dim=1)).squeeze(1)
        return logits

    def trained(self) -> dict[str, Tensor]:
        """What the adapter file keeps: everything that training changes."""
        return {name: p.detach() for name, p in self.named_parameters() if p.requires_grad}

    def take(self, tensors: dict[str, Tensor]) -> None:
        """Put an adapter's tensors in their places; none may lack, none be left over."""
        own = {name: p for name, p in self.named_parameters() if p.requires_grad}
        if own.keys() != tensors.keys():
            raise ValueError(f"the adapter's tensors are not this network's: {own.keys() ^ tensors.keys()}")
        with torch.no_grad():
            for name, parameter in own.items():
                parameter.copy_(tensors[name])

    def merge(self) -> None:
        """Fold the low-rank changes into the plain maps."""
        self._replace(lambda module: module.merged())

    def _replace(self, make: Any) -> None:
        for layer in self.base.encoder.layer:
            for place in PLACES:
                *path, last = place.split(".")
                parent = layer
                for name in path:
                    parent = getattr(parent, name)
                setattr(parent, last, make(getattr(parent, last)))
