"""Percentile bootstrap intervals: the cases are drawn again, with replacement, and each figure with them.

Chance enters by a fixed number and a generator written out here, so that an interval is the same on every
machine and under every version of every library.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from screening.evaluation.figures import Floats, only
from screening.evaluation.report import Estimate

RESAMPLES = 1_000
SEED = 1960
COVERAGE = 0.95
DIGITS = 6
"""Of an interval's ends: beyond them lies only the order in which a machine adds."""

Figure = Callable[[Floats], Floats]
"""A figure over the cases: from weights (weightings, cases) to one value for each weighting."""


def splitmix64(count: int, seed: int) -> NDArray[np.uint64]:
    """The first ``count`` numbers of SplitMix64 (Steele, Lea and Flood 2014), 0 to 2**64 - 1."""
    steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state = steps + np.full(count, seed, dtype=np.uint64)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = state ^ (state >> np.uint64(31))
    return mixed


def resampled(cases: int, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """How often each case is drawn in each resample: (resamples, cases), every row adding up to ``cases``."""
    bits = splitmix64(resamples * cases, seed) >> np.uint64(32)
    drawn = ((bits * np.uint64(cases)) >> np.uint64(32)).astype(np.int64).reshape(resamples, cases)
    offsets = np.arange(resamples)[:, None] * cases
    counts = np.bincount((drawn + offsets).ravel(), minlength=resamples * cases)
    return counts.reshape(resamples, cases).astype(float)


def estimate(figure: Figure, resamples: Floats) -> Estimate:
    """A figure over the cases as they are, and the middle 95 of 100 of its values over the resamples.

    A resample in which the figure is undefined (no positive was drawn) says nothing and is left out.
    """
    value = only(figure(np.ones((1, resamples.shape[1]))))
    drawn = figure(resamples) if value is not None and resamples.size else np.empty(0)
    drawn = drawn[~np.isnan(drawn)]
    if not drawn.size:
        return Estimate(value=value)
    tails = [50 * (1 - COVERAGE), 50 * (1 + COVERAGE)]
    low, high = np.round(np.percentile(drawn, tails), DIGITS).tolist()
    return Estimate(value=value, low=low, high=high)


def one_sided(part: int, whole: int) -> dict[str, float]:
    """The exact ends (Clopper and Pearson 1934) of a share of none of ``whole``, or of all of it."""
    reach = round(((1 - COVERAGE) / 2) ** (1 / whole), DIGITS)
    return {"low": reach, "high": 1.0} if part else {"low": 0.0, "high": round(1 - reach, DIGITS)}
