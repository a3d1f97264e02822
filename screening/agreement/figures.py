"""Krippendorff's alpha and the intraclass correlation ICC(2,1), each over many weightings of the same units.

As in ``screening.evaluation.figures`` a row of ``weights`` is one weighting: ones are the units as they are,
a row of counts is a resample; each gives one value, NaN where the figure is undefined.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from screening.evaluation.figures import Floats, divided
from screening.evaluation.intervals import COVERAGE, DIGITS

Metric = Literal["nominal", "ordinal", "interval"]
TINY = 1e-12
"""Sums of squares below this share of the whole are none but for a machine's rounding."""


def alphas(weights: Floats, table: NDArray[np.int64], metric: Metric, levels: int = 3) -> Floats:
    """Krippendorff's alpha (2011) of ``table``, (units, raters), levels from 0 and -1 for no rating.

    Units that fewer than two rated say nothing. Undefined where nobody ever gave another level.
    """
    pairs = np.tensordot(weights, coincidences(table, levels), axes=1)
    counts = pairs.sum(axis=2)
    apart = differences(counts, metric)
    observed = (pairs * apart).sum(axis=(1, 2)) * (counts.sum(axis=1) - 1)
    expected = np.einsum("bi,bj,bij->b", counts, counts, apart)
    agreement: Floats = 1 - divided(observed, expected)
    return agreement


def coincidences(table: NDArray[np.int64], levels: int) -> Floats:
    """(units, levels, levels): how often each two levels meet in a unit, over its ratings less one."""
    counts = (table[:, :, None] == np.arange(levels)).sum(axis=1).astype(float)
    together = counts[:, :, None] * counts[:, None, :] - np.eye(levels) * counts[:, None, :]
    rated = counts.sum(axis=1)
    shared: Floats = together / np.maximum(rated - 1, 1)[:, None, None]
    return shared


def differences(counts: Floats, metric: Metric) -> Floats:
    """(weightings, levels, levels): the squared difference of each two levels under a metric.

    Under ``ordinal`` it is how many ratings lie between them, half of those at both ends counted.
    """
    at = np.arange(counts.shape[1], dtype=float)
    if metric == "ordinal":
        middles = np.cumsum(counts, axis=1) - counts / 2
        between: Floats = (middles[:, :, None] - middles[:, None, :]) ** 2
        return between
    apart = np.subtract.outer(at, at) ** 2
    return np.broadcast_to((apart != 0) * 1.0 if metric == "nominal" else apart, (len(counts), *apart.shape))


def mean_squares(weights: Floats, table: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Of targets, of raters and of what is left, in a two-way analysis; and the number of targets.

    ``table`` is (targets, raters) without gaps; sums of squares that are only rounding are 0.
    """
    raters = table.shape[1]
    n = weights.sum(axis=1)
    of_targets, of_raters = (
        table.mean(axis=1),
        divided(weights @ table, np.repeat(n[:, None], raters, axis=1)),
    )
    grand = of_raters.mean(axis=1)
    total = (weights[:, :, None] * (table - grand[:, None, None]) ** 2).sum(axis=(1, 2))
    targets = raters * (weights * (of_targets - grand[:, None]) ** 2).sum(axis=1)
    judges = n * ((of_raters - grand[:, None]) ** 2).sum(axis=1)
    parts = (targets, judges, total - targets - judges)
    targets, judges, rest = (np.where(part > TINY * total, part, 0.0) for part in parts)
    free = np.array(raters - 1.0)
    return (
        divided(targets, n - 1),
        divided(judges, np.broadcast_to(free, n.shape)),
        divided(rest, (n - 1) * free),
        n,
    )


def intraclass(weights: Floats, table: Floats) -> Floats:
    """ICC(2,1): two-way, random raters, absolute agreement of single ratings (Shrout and Fleiss 1979)."""
    targets, judges, rest, n = mean_squares(weights, table)
    raters = table.shape[1]
    return divided(targets - rest, targets + (raters - 1) * rest + divided(raters * (judges - rest), n))


def intraclass_ends(table: Floats) -> tuple[float, float] | None:
    """The 95 % interval of ICC(2,1) for independent targets (Fleiss and Shrout 1978, by Satterthwaite).

    None where the correlation is undefined or perfect, or where too little is left to judge by.
    """
    ones = np.ones((1, len(table)))
    rho = float(intraclass(ones, table)[0])
    if not np.isfinite(rho) or rho == 1:
        return None
    (targets,), (judges,), (rest,), (n,) = mean_squares(ones, table)
    k = table.shape[1]
    rater_part, rest_part = k * rho * judges, (n * (1 + (k - 1) * rho) - k * rho) * rest
    below = (n - 1) * rater_part**2 + rest_part**2
    if below == 0:
        return None
    free = (k - 1) * (n - 1) * (rater_part + rest_part) ** 2 / below
    if free <= 0:
        return None
    upper_tail = (1 + COVERAGE) / 2
    down, up = fdtri(n - 1, free, upper_tail), fdtri(free, n - 1, upper_tail)
    spread = k * judges + (k * n - k - n) * rest
    below_low, below_high = down * spread + n * targets, spread + n * up * targets
    if not np.isfinite([below_low, below_high]).all() or min(below_low, below_high) <= 0:
        return None
    low, high = n * (targets - down * rest) / below_low, n * (up * targets - rest) / below_high
    return round(float(low), DIGITS), round(float(high), DIGITS)
