"""Figures of agreement, ranking and calibration, each over many weightings of the same cases at once.

Every function here takes ``weights``, one row for each weighting and one column for each case (a row of ones
is the cases as they are, a row of counts is a resample), and gives one value for each row, NaN where the
figure is undefined; :func:`only` is the value over the cases as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Levels = NDArray[np.int64]
BINS = 10


def divided(parts: Floats, wholes: Floats) -> Floats:
    """Element by element, NaN where there is nothing to divide by."""
    quotients: Floats = np.divide(parts, wholes, out=np.full(parts.shape, np.nan), where=wholes != 0)
    return quotients


def shares(weights: Floats, part: Flags, whole: Flags) -> Floats:
    """The share of the cases ``whole`` that are also ``part``."""
    return divided(weights @ (part & whole).astype(float), weights @ whole.astype(float))


def aucs(weights: Floats, positive: Flags, scores: Floats) -> Floats:
    """The share of pairs in which the positive scores higher, ties counted half (Mann and Whitney 1947)."""
    if not scores.size:
        return np.full(len(weights), np.nan)
    order, starts = _ties(scores)
    drawn = weights[:, order]
    yes = np.add.reduceat(drawn * positive[order], starts, axis=1)
    no = np.add.reduceat(drawn * ~positive[order], starts, axis=1)
    below = np.cumsum(no, axis=1) - no
    return divided((yes * (below + no / 2)).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1))


def average_precisions(weights: Floats, positive: Flags, scores: Floats) -> Floats:
    """Precision at each score from the highest down, weighted by the positives found at it."""
    if not scores.size:
        return np.full(len(weights), np.nan)
    order, starts = _ties(-scores)
    drawn = weights[:, order]
    yes = np.add.reduceat(drawn * positive[order], starts, axis=1)
    found, taken = np.cumsum(yes, axis=1), np.cumsum(np.add.reduceat(drawn, starts, axis=1), axis=1)
    precision = found / np.maximum(taken, 1)  # what is not taken yet has found nothing: 0 of 1
    return divided((yes * precision).sum(axis=1), yes.sum(axis=1))


def _ties(scores: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The order from the lowest score up, and where in it each distinct score begins."""
    order = np.argsort(scores, kind="stable")
    ranked = scores[order]
    return order, np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])


def crossed(weights: Floats, rows: Levels, columns: Levels, levels: int = 3) -> Floats:
    """Contingency tables, (weightings, levels, levels), of two codings from 0 to ``levels`` - 1."""
    cells = np.eye(levels**2)[rows * levels + columns]
    tables: Floats = (weights @ cells).reshape(-1, levels, levels)
    return tables


def kappas(tables: Floats, distances: Floats) -> Floats:
    """1 - observed / expected disagreement: Cohen's kappa (1960), weighted by ``distances`` (1968)."""
    total = tables.sum(axis=(1, 2))
    observed = (tables * distances).sum(axis=(1, 2)) * total
    expected = np.einsum("bi,bj,ij->b", tables.sum(axis=2), tables.sum(axis=1), distances)
    agreement: Floats = 1 - divided(observed, expected)
    return agreement


def distances(levels: Sequence[float] | NDArray[np.int64], *, weighted: bool) -> Floats:
    """How far each level lies from each: 0 or 1, or ``weighted`` the squared distance."""
    at = np.asarray(levels, dtype=float)
    apart: Floats = np.subtract.outer(at, at) ** (2 if weighted else 1)
    return apart if weighted else (apart != 0).astype(float)


def calibration_errors(weights: Floats, outcomes: Flags, scores: Floats, bins: int = BINS) -> Floats:
    """Expected calibration error over equal bins of the score: |mean outcome - mean score|, weighted."""
    gaps = binned(scores, bins) * (outcomes - scores)[:, None]
    return divided(np.abs(weights @ gaps).sum(axis=1), weights.sum(axis=1))


def binned(scores: Floats, bins: int = BINS) -> Floats:
    """One row for each score with a 1 in the column of its bin; the last bin holds 1.0 too."""
    rows: Floats = np.eye(bins)[np.minimum(bins - 1, (scores * bins).astype(int))]
    return rows


# --- of one weighting ------------------------------------------------------------------------------------


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """The share of pairs in which the positive scores higher, ties counted half; None without both."""
    scores = np.array([*positives, *negatives], dtype=float)
    return only(aucs(np.ones((1, len(scores))), np.arange(len(scores)) < len(positives), scores))


def only(values: Floats) -> float | None:
    """The one value of a figure, None where it is undefined."""
    return None if np.isnan(values[0]) else float(values[0])
