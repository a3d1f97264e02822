"""What is found of a panel's agreement: the records that every format of the report is written from."""

from __future__ import annotations

from datetime import datetime

from screening.evaluation.report import Estimate
from screening.models import Record
from screening.results import RatingValue


class Pair(Record):
    """Two who rated the same things: over one KSA, or over all (``ksa`` None)."""

    one: str
    other: str
    ksa: str | None
    items: int
    same: Estimate
    kappa: Estimate
    """Cohen (1960)."""
    weighted_kappa: Estimate
    """Cohen (1968), with squared distances on the scale 0, 1, 2."""


class Whole(Record):
    """All members together over one KSA, or over all (``ksa`` None).

    ``items`` are those that at least two rated, for alpha; ``complete`` those that every member did, for
    ICC(2,1).
    """

    ksa: str | None
    items: int
    complete: int
    alpha_nominal: Estimate
    alpha_ordinal: Estimate
    icc: Estimate


class Block(Record):
    """A stretch of a member's ratings in order of time: how many, from when to when, their mean severity."""

    ratings: int
    first: datetime
    last: datetime
    severity: float


class Drift(Record):
    """A member's severity: the consensus less their own rating; above 0 is stricter than the panel.

    ``change`` is how much it rises from the first rating to the last along a straight line.
    """

    member: str
    ratings: int
    severity: Estimate
    change: Estimate
    blocks: tuple[Block, ...]


class Difference(Record):
    """A KSA of a candidate on which panel and engine differ, with what the engine quoted.

    ``panel`` is the consensus where there is one (``settled``), else the mean of the members, 0 to 2.
    """

    candidate: str
    ksa: str
    panel: float
    settled: bool
    members: dict[str, int]
    engine: RatingValue
    score: float
    distance: float
    because: str
    quotes: tuple[str, ...]


class PanelAgreement(Record):
    """A panel's agreement: over all KSAs first, then by KSA; differences with the largest first."""

    members: tuple[str, ...]
    candidates: int
    ratings: int
    resamples: int
    wholes: tuple[Whole, ...]
    pairs: tuple[Pair, ...]
    drifts: tuple[Drift, ...]
    differences: tuple[Difference, ...]
