"""What an applicant submitted: narratives by KSA, essays for several, examination results. No names."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from screening.models import Record


class Essay(Record):
    """One text that may serve several KSAs; without ``ksas`` it is offered to all of them."""

    ksas: tuple[str, ...] | None = None
    text: str


class ExamResult(Record):
    """A result as reported: a score out of 100, or the agency's own verdict."""

    number: int
    taken_on: date | None = None
    score: float | None = None
    result: Literal["eligible", "ineligible"] | None = None


class Application(Record):
    """One candidate's application for one standard; ``candidate`` is an id, never a name."""

    candidate: str = Field(min_length=1)
    standard: str
    submitted_on: date | None = None
    narratives: dict[str, str] = Field(default_factory=dict)
    essays: tuple[Essay, ...] = ()
    exams: tuple[ExamResult, ...] = ()
