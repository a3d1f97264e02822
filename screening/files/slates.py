"""Slates on disk: the JSON of `screening rank --format json`, as far as figures over a slate need it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from screening.errors import ScreeningError
from screening.fairness import Applicant, Sample
from screening.files.json import parse_json
from screening.files.parsed import Parsed, read_text, validate
from screening.results import GateResult, OutcomeValue, RatingValue

LARGEST = 200_000_000


class _Shape(BaseModel):
    """A part of the document; fields that are not asked for here may stand beside those that are."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Gate(_Shape):
    gate: str = Field(min_length=1)
    result: GateResult


class _Rating(_Shape):
    ksa: str = Field(min_length=1)
    rating: RatingValue
    score: float = Field(ge=0, le=1, allow_inf_nan=False)


class _Place(_Shape):
    candidate: str = Field(min_length=1)
    outcome: OutcomeValue
    gates: tuple[_Gate, ...] = ()
    ratings: tuple[_Rating, ...] = ()


class _Slate(_Shape):
    standard: str
    slate: tuple[_Place, ...] = Field(min_length=1)
    versions: dict[str, str] = Field(default_factory=dict)


def read_sample(path: Path) -> Sample:
    """The applicants of a slate with outcome, gates, ratings and scores; a name given twice is refused."""
    return sample_in(read_text(path, LARGEST), path)


def sample_in(text: str, path: Path) -> Sample:
    """The applicants in a slate's text; the path only says where something is wrong."""
    parsed = parse_json(text, path)
    slate = validate(_Slate, parsed)
    _refuse_twins((place.candidate for place in slate.slate), "candidate", parsed, ())
    applicants = tuple(_applicant(place, parsed, number) for number, place in enumerate(slate.slate))
    return Sample(standard=slate.standard, applicants=applicants, versions=slate.versions)


def _applicant(place: _Place, parsed: Parsed, number: int) -> Applicant:
    _refuse_twins((one.gate for one in place.gates), "gate", parsed, (number, "gates"))
    _refuse_twins((one.ksa for one in place.ratings), "KSA", parsed, (number, "ratings"))
    return Applicant(
        candidate=place.candidate,
        outcome=place.outcome,
        gates={one.gate: one.result for one in place.gates},
        ratings={one.ksa: one.rating for one in place.ratings},
        scores={one.ksa: one.score for one in place.ratings},
    )


def _refuse_twins(names: Iterable[str], what: str, parsed: Parsed, place: tuple[str | int, ...]) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            raise ScreeningError(
                f"{what} {name!r} is there twice", where=parsed.where(("slate", *place, number)),
                expected=f"each {what} once", do="write the slate again with `screening rank --format json`",
            )  # fmt: skip
        seen.add(name)
