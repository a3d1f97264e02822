"""Fits the numbers that a rating adds up from: to a benchmark, or to a panel's own past ratings."""

from __future__ import annotations

from screening.fitting.bands import COSTS, Costs, bands_for, threshold
from screening.fitting.change import Change, Moved, Named, named_changes, proposal
from screening.fitting.folds import folds_of
from screening.fitting.weights import (
    CAPS,
    CREDITS,
    HALF,
    Example,
    Fitted,
    fit,
    held_out,
    refit,
    strengths_held_out,
)

__all__ = [
    "CAPS",
    "COSTS",
    "CREDITS",
    "HALF",
    "Change",
    "Costs",
    "Example",
    "Fitted",
    "Moved",
    "Named",
    "bands_for",
    "fit",
    "folds_of",
    "held_out",
    "named_changes",
    "proposal",
    "refit",
    "strengths_held_out",
    "threshold",
]
