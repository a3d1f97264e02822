"""What fairness reads and what it says: the sample, the groups, and every record of the report."""

from __future__ import annotations

from typing import Literal

from screening.fairness.rows import ImpactRatio, Kind, Table
from screening.models import Record
from screening.results import GateResult, OutcomeValue, RatingValue

Verdict = Literal["through", "review", "out"]
Measure = Literal["selection", "retention"]


class Applicant(Record):
    """What a slate says of one applicant, without a word of evidence; scores are 0 to 1 by KSA."""

    candidate: str
    outcome: OutcomeValue
    gates: dict[str, GateResult]
    ratings: dict[str, RatingValue]
    scores: dict[str, float]


class Sample(Record):
    """A slate as far as fairness looks at it: every applicant once."""

    standard: str
    applicants: tuple[Applicant, ...]
    versions: dict[str, str]


class Groups(Record):
    """Who belongs to which group: attribute to value for each candidate, None where it is not known."""

    attributes: tuple[str, ...]
    members: dict[str, dict[str, str | None]]


class Flag(Record):
    """An impact ratio below four fifths, or at least a difference that is hardly chance."""

    kind: Kind
    name: str
    attributes: tuple[str, ...]
    group: str
    measure: Measure
    impact: ImpactRatio


class Point(Record):
    """A cut-off: the share of each compared group at or above it, and the lowest ratio to the highest."""

    threshold: float
    selected: int
    rates: dict[str, float]
    lowest: str | None
    ratio: float | None
    flagged: bool


class Sweep(Record):
    """What cut-offs would do: on the mean of an applicant's scores, or on the lowest of them."""

    score: Literal["mean", "lowest"]
    attributes: tuple[str, ...]
    points: tuple[Point, ...]


class Report(Record):
    """Everything that the command writes. ``flags`` decide the exit code; ``notable`` only asks for a look.

    ``missing`` are on the slate and in no group (they count as unknown); ``strangers`` are in the file of
    groups and not on the slate (they count nowhere). ``comparisons`` is how many tests were made.
    """

    standard: str
    applicants: int
    attributes: tuple[str, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...]
    unknown: dict[str, int]
    left_out: dict[str, tuple[str, ...]]
    least_share: float
    medians: dict[str, float]
    unassessed: tuple[str, ...]
    tables: tuple[Table, ...]
    sweeps: tuple[Sweep, ...]
    flags: tuple[Flag, ...]
    notable: tuple[Flag, ...]
    comparisons: int
    versions: dict[str, str]
