"""The figures of a group at a stage: counts, rates and ratios. Nobody's membership is in them."""

from __future__ import annotations

from typing import Literal

from screening.models import Record

Kind = Literal["outcome", "gate", "ksa", "median"]
Standing = Literal["compared", "left-out", "unknown"]


class ImpactRatio(Record):
    """One group's rate beside the highest: 0 to 1; ratio and p are None where there is no comparison.

    ``flagged``: below four fifths. ``significant``: lower, and Fisher's p below .05. ``fragile``: flagged,
    and one different decision would put the group ahead (Question 21). ``enough``: with these numbers of
    applicants and selections the test could have reached .05 at all. ``against``: the group with the
    highest rate; None for that group itself.
    """

    rate: float
    ratio: float | None = None
    p: float | None = None
    against: str | None = None
    flagged: bool = False
    significant: bool = False
    fragile: bool = False
    enough: bool = True


class Row(Record):
    """One group at one stage. Only groups that are compared have a ratio; every row has its rates."""

    group: str
    standing: Standing
    applicants: int
    selected: int
    review: int
    out: int
    selection: ImpactRatio
    retention: ImpactRatio


class Table(Record):
    """One stage by one attribute, or by several at once; ``unjudged`` applicants are in no row."""

    kind: Kind
    name: str
    attributes: tuple[str, ...]
    rows: tuple[Row, ...]
    unjudged: int
