"""Similarity: says where to look, never how good it is. One file for each embedding back end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Anything that turns sentences into unit vectors, each independently of the others."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text; the same text always gives the same row."""


def thousandths(cosines: NDArray[np.floating]) -> NDArray[np.int64]:
    """Cosines as whole thousandths, the only form in which they reach a decision."""
    rounded: NDArray[np.int64] = np.rint(np.asarray(cosines, dtype=np.float64) * 1000).astype(np.int64)
    return rounded
