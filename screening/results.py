"""What comes out: ratings with their evidence, gates, the outcome of an application, the slate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import Field

from screening.evidence import Evidence
from screening.models import Record

RatingValue = Literal["demonstrated", "needs-review", "not-demonstrated"]
OutcomeValue = Literal["qualified", "needs-review", "not-qualified"]
GateResult = Literal["pass", "fail", "unknown", "not-assessed"]
RATINGS: tuple[RatingValue, ...] = get_args(RatingValue)
OUTCOMES: tuple[OutcomeValue, ...] = get_args(OutcomeValue)
"""Both are written best first."""
LEVELS: Mapping[RatingValue, int] = {rating: level for level, rating in enumerate(reversed(RATINGS))}
"""The lowest first, 0 to 2: the label of a case, and on the members' scale the level, that says the same."""


class Step(Record):
    """One term of a score in thousandths; the steps of a rating add up to its ``strength``."""

    name: str
    points: int
    why: str


class Rating(Record):
    """The verdict on one KSA: never a bare number."""

    ksa: str
    rating: RatingValue
    score: float
    rule: str
    code: str
    because: str
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    elsewhere: tuple[Evidence, ...] = ()
    """What was written for another KSA and would demonstrate this one: shown to people, not credited."""
    missing: tuple[str, ...] = ()
    elements: dict[str, bool] = Field(default_factory=dict)
    """The things that a compound requirement asks for, and whether a quoted sentence comes near each."""
    notices: tuple[str, ...] = ()
    strength: int = 0
    steps: tuple[Step, ...] = ()
    facts: dict[str, int] = Field(default_factory=dict)


class Gate(Record):
    """A requirement that no narrative can meet: an examination, the physical requirement."""

    gate: str
    result: GateResult
    because: str


class Versions(Record):
    """Everything that a result depends on besides the words."""

    engine: str
    ruleset: str
    model: str
    parser: str
    settings: str
    standard: str
    checklist: str


class Screened(Record):
    """One application, judged: ratings in the standard's order, gates, and what follows from them."""

    candidate: str
    standard: str
    outcome: OutcomeValue
    because: tuple[str, ...]
    gates: tuple[Gate, ...]
    ratings: tuple[Rating, ...]
    notices: tuple[str, ...] = ()
    versions: Versions


class Place(Record):
    """One line of a slate; equal applicants share a rank."""

    rank: int
    screened: Screened


class Slate(Record):
    """The applicants for one standard in order."""

    standard: str
    places: tuple[Place, ...]
    versions: Versions
