"""Labelled cases against the engine's ratings: agreement, errors and where they lie. Pure arithmetic.

A figure is a function of how often each case was drawn, so its value over the cases as they are and its
value over a thousand resamples of them are the same few lines.
"""

from __future__ import annotations

from screening.evaluation.cases import Case, Label, Prediction, prediction_of
from screening.evaluation.figures import auc
from screening.evaluation.measuring import evaluate
from screening.evaluation.report import (
    Agreement,
    Baseline,
    Bin,
    Estimate,
    Familiarity,
    Proportion,
    Report,
)

__all__ = [
    "Agreement",
    "Baseline",
    "Bin",
    "Case",
    "Estimate",
    "Familiarity",
    "Label",
    "Prediction",
    "Proportion",
    "Report",
    "auc",
    "evaluate",
    "prediction_of",
]
