"""Divides cases so that whoever wrote one is never on both sides of a fit."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

FOLDS = 5


def folds_of(writers: Sequence[str], folds: int = FOLDS) -> tuple[str, ...]:
    """The fold of each case: a writer's cases all in one, writers dealt out in the order of their hashes.

    The same writers give the same folds, in whatever order their cases come.
    """
    ordered = sorted(set(writers), key=lambda writer: hashlib.sha256(writer.encode()).hexdigest())
    place = {writer: f"fold {number % folds + 1}" for number, writer in enumerate(ordered)}
    return tuple(place[writer] for writer in writers)
