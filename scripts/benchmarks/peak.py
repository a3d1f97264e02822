"""The share of a core's matrix-multiply peak that the encoder reaches, one sentence at a time and by 32.

The peak is measured, with square float32 products; of each the best of many rounds counts, so that a machine
that does other work besides is not counted against either. The encoder's work is counted from its
shapes: two operations for each weight of its linear maps and each piece, and for each product of attention.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.throughput import _encode, _model

SIDE, ROUNDS = 1024, 30
SENTENCE = (
    "Last winter I sorted about four hundred parcels a night by route and kept the log of every damaged one."
)


def measure(_folder: Path) -> dict[str, Any]:
    """Floating-point operations a second: the core's measured peak, and the encoder's in both ways."""
    import torch

    model = _model()
    torch.set_num_threads(1)
    a = torch.randn(SIDE, SIDE)
    peak = 2 * SIDE**3 / _best(lambda: a @ a)
    pieces = len(model.tokenizer(SENTENCE)["input_ids"])
    work = operations(model[0].auto_model.config, pieces)
    reached = {
        size: work * size / _best(lambda size=size: _encode(model, [SENTENCE] * size, size))
        for size in (1, 32)
    }
    return {
        "pieces": pieces, "peak_gflops": peak / 1e9, "one_at_a_time_gflops": reached[1] / 1e9,
        "by_32_gflops": reached[32] / 1e9, "one_at_a_time_share": reached[1] / peak,
        "by_32_share": reached[32] / peak,
    }  # fmt: skip


def _best(act: Callable[[], object]) -> float:
    """The least seconds that one act took."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return min(took)


def operations(config: Any, pieces: int) -> float:
    """What one text of so many pieces takes, in floating-point operations."""
    width, inner = config.hidden_size, config.intermediate_size
    linear = 4 * width * width + 2 * width * inner
    return float(config.num_hidden_layers * (2 * pieces * linear + 4 * pieces * pieces * width))
