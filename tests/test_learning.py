"""How the reader learns: on what it will say, by the gradients of that, quickly."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from screening.appraisal.learning import Chances, Dropping, logits, prepare
from screening.appraisal.minilm import base, packed
from screening.appraisal.network import PairNetwork

PAIRS = [
    ("Ability to operate a forklift safely in a busy warehouse.",
     "I drove a stand-up lift for six winters at a cold store and loaded forty trailers a night."),
    ("Ability to draw plans.", "I drew the floor plan."),
    ("Skill in welding.", ""),
]  # fmt: skip


def network() -> Any:
    """A network whose changes are more than nothing."""
    torch.manual_seed(0)
    made = PairNetwork(base(), rank=4, head=8).eval()
    with torch.no_grad():
        for name, tensor in made.named_parameters():
            if name.endswith(".b"):
                tensor.normal_(std=0.02)
    return made


def test_the_network_learns_on_what_it_will_say() -> None:
    """Texts end to end and changes kept apart while it learns; filled up and merged when it reads."""
    made = network()
    with torch.inference_mode():
        unchanged = made(*packed(PAIRS))
    prepare(made, seed=0, dropout=False)
    made.eval()
    with torch.inference_mode():
        learning = logits(made, PAIRS)
        made.base.set_attn_implementation("sdpa")
        made.merge()
        assert torch.allclose(learning, unchanged, atol=1e-5)
        assert torch.allclose(learning, made(*packed(PAIRS)), atol=1e-5)


def test_it_is_drawn_where_a_small_step_would_bring_it() -> None:
    """The gradients that go by way of the low rank are those of differences, in every layer and the head."""
    made = network()
    prepare(made, seed=0, dropout=False)
    made.double().eval()
    logits(made, PAIRS).sum().backward()
    for name, parameter in made.named_parameters():
        if not parameter.requires_grad:
            continue
        assert parameter.grad is not None, name
        chance = torch.Generator().manual_seed(1)
        towards = torch.randn(parameter.shape, dtype=torch.float64, generator=chance)
        told = []
        with torch.no_grad():
            for step in (1e-5, -2e-5):
                parameter += step * towards
                told.append(float(logits(made, PAIRS).sum()))
            parameter += 1e-5 * towards
        slope = float((parameter.grad * towards).sum())
        assert slope == pytest.approx((told[0] - told[1]) / 2e-5, rel=1e-4, abs=1e-7), name


def test_a_share_of_states_is_dropped_another_one_each_time() -> None:
    """Their sum stays what it was; the same seed drops the same; nothing is dropped once it has learnt."""
    states = torch.ones(2, 300, 384)
    dropping = Dropping(Chances(0.1, seed=1)).train()
    first, second = dropping(states), dropping(states)
    assert float((first == 0).float().mean()) == pytest.approx(0.1, abs=0.005)
    assert float(first.mean()) == pytest.approx(1.0, abs=0.005)
    assert not torch.equal(first, second)
    assert torch.equal(first, Dropping(Chances(0.1, seed=1)).train()(states))
    assert dropping.eval()(states) is states


@pytest.mark.parametrize("dropout", [True, False])
def test_all_dropout_of_the_base_is_by_such_windows(dropout: bool) -> None:
    """Also that of attention: what was left to the network's own would be drawn on one core."""
    made = network()
    prepare(made, seed=0, dropout=dropout)
    own = [child for child in made.base.modules() if isinstance(child, nn.Dropout)]
    taken = [child for child in made.base.modules() if isinstance(child, Dropping)]
    assert not own
    assert len(taken) == 1 + 3 * made.base.config.num_hidden_layers
    assert {child.training for child in taken} == {dropout}
    made.head.eval()
    with torch.inference_mode():
        assert torch.equal(logits(made, PAIRS), logits(made, PAIRS)) is not dropout
