"""Labelled cases, and the engine's answer to each."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from screening.models import Record
from screening.results import Rating, RatingValue

Label = Literal[0, 1, 2]


class Case(Record):
    """One requirement and what was written for it; ``label`` 2 demonstrated, 1 borderline, 0 not."""

    id: str
    ksa: str = Field(min_length=1)
    text: str
    label: Label | None = None
    kind: str | None = None
    """What its author meant it to be, for the tables of errors by kind; never for the rating."""
    author: str | None = None
    """Who wrote the text, by an id: `screening fit` never fits and measures on the same writer."""
    ratings: dict[str, Label] = Field(default_factory=dict)
    """What each rater said, by the rater's name, on the scale of ``label``."""

    @field_validator("ratings", mode="before")
    @classmethod
    def _ours(cls, value: Any) -> Any:
        """Ratings on another scale or of another shape are another tool's field, and are let pass unread."""
        levels = value.values() if isinstance(value, dict) else [None]
        return value if all(type(level) is int and 0 <= level <= 2 for level in levels) else {}


class Prediction(Record):
    """The engine's answer to one case, as ``--predictions`` writes it."""

    id: str
    rating: RatingValue
    score: float
    reasons: tuple[str, ...]
    quotes: tuple[str, ...]


def prediction_of(case: Case, rating: Rating) -> Prediction:
    """A rating as a prediction: its reasons in words, its quotes as exact substrings of the text."""
    found = tuple(f.reason + (f": {f.words}" if f.words else "") for e in rating.evidence for f in e.findings)
    reasons = (
        rating.because,
        *dict.fromkeys(found),
        *(f"missing: {m}" for m in rating.missing),
        *rating.notices,
    )
    return Prediction(
        id=case.id,
        rating=rating.rating,
        score=rating.score,
        reasons=reasons,
        quotes=tuple(e.quote for e in rating.evidence),
    )
