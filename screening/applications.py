"""What an applicant submitted: narratives by KSA, essays for several, examination results. No names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from screening.errors import ALL_AGAIN, ApplicationError, ScreeningError
from screening.models import Record
from screening.settings import Limits
from screening.standards import Standard

CANDIDATE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}\Z")


class Essay(Record):
    """One text that may serve several KSAs; without ``ksas`` it is offered to all of them."""

    ksas: tuple[str, ...] | None = None
    text: str


class ExamResult(Record):
    """A result as reported: a score out of 100, or the agency's own verdict."""

    number: int
    taken_on: date | None = None
    score: float | None = Field(default=None, ge=0, le=100, allow_inf_nan=False)
    result: Literal["eligible", "ineligible"] | None = None


class Application(Record):
    """One candidate's application for one standard; ``candidate`` is an id, never a name."""

    candidate: str
    standard: str
    submitted_on: date | None = None
    narratives: dict[str, str] = Field(default_factory=dict)
    essays: tuple[Essay, ...] = ()
    exams: tuple[ExamResult, ...] = ()

    @field_validator("candidate")
    @classmethod
    def _an_id(cls, value: str) -> str:
        if not CANDIDATE.match(value):
            raise ValueError("an id of letters, digits and . _ : - without spaces (never a name)")
        return value

    @field_validator("narratives", mode="before")
    @classmethod
    def _left_blank(cls, value: object) -> object:
        """A KSA left blank is nothing written, not an error."""
        if isinstance(value, dict):
            return {k: "" if v is None else v for k, v in value.items()}
        return {} if value is None else value


class Text(Record):
    """One text to be judged, and where it stands in the application: ``narrative:ID`` or ``essay:N``."""

    source: str
    text: str


def narrative_source(ksa_id: str) -> str:
    """Where the narrative for a KSA stands."""
    return f"narrative:{ksa_id}"


def essay_source(number: int) -> str:
    """Where an essay stands, by its number from 1."""
    return f"essay:{number}"


def texts_of(application: Application) -> tuple[Text, ...]:
    """Every text of an application, blank ones too: narratives, then essays, each by its number from 1."""
    narratives = (Text(source=narrative_source(k), text=text) for k, text in application.narratives.items())
    return *narratives, *(text for _, text in _essays(application))


def texts_for(application: Application, ksa_id: str) -> tuple[Text, ...]:
    """What was written for one KSA: its own narrative, then the essays offered for it."""
    own = application.narratives.get(ksa_id, "")
    texts = [Text(source=narrative_source(ksa_id), text=own)] if own.strip() else []
    offered = (text for ksas, text in _essays(application) if ksas is None or ksa_id in ksas)
    return *texts, *offered


def texts_elsewhere(application: Application, ksa_id: str) -> tuple[Text, ...]:
    """What was written for other KSAs only: the other narratives, and essays that do not name this KSA."""
    narratives = (
        Text(source=narrative_source(other), text=text)
        for other, text in application.narratives.items()
        if other != ksa_id and text.strip()
    )
    others = (text for ksas, text in _essays(application) if ksas is not None and ksa_id not in ksas)
    return *narratives, *others


def _essays(application: Application) -> Iterator[tuple[tuple[str, ...] | None, Text]]:
    """Each essay as a text, with the KSAs that it names."""
    for number, essay in enumerate(application.essays, start=1):
        yield essay.ksas, Text(source=essay_source(number), text=essay.text)


def check_standard(application: Application, standard: Standard) -> None:
    """Refuse an application for another standard."""
    if application.standard.partition("@")[0] != standard.occupation_code:
        raise ApplicationError(
            f"the application is for {application.standard!r}",
            where=f"application {application.candidate}",
            expected=f"an application for {standard.occupation_code}",
            do="rank it under its own standard, or correct its field `standard`",
        )


def check_fit(application: Application, standard: Standard, limits: Limits) -> None:
    """Refuse an application for another standard, with KSAs that this one does not have, or too long."""
    where = f"application {application.candidate}"
    check_standard(application, standard)
    known = {ksa.id for ksa in standard.ksas}
    named = [*application.narratives, *(k for essay in application.essays for k in essay.ksas or ())]
    unknown = [k for k in dict.fromkeys(named) if k not in known]
    if unknown:
        raise ApplicationError(
            f"{standard.address} has no KSA {', '.join(map(repr, unknown))}",
            where=where,
            expected="one of " + ", ".join(ksa.id for ksa in standard.ksas),
            do="correct the id, or name the standard that has this KSA",
        )
    texts = [text.text for text in texts_of(application)]
    bounds = (
        ("a text has", max(map(len, texts), default=0), limits.narrative_characters),
        ("its texts together have", sum(map(len, texts)), limits.application_characters),
    )
    for what, length, most in bounds:
        if length > most:
            raise ApplicationError(
                f"{what} {length:,} characters",
                where=where,
                expected=f"at most {most:,}",
                do="shorten it; nothing was cut or rated",
            )


def check_all_fit(named: Iterable[tuple[str, Application]], standard: Standard, limits: Limits) -> None:
    """Refuse applications that do not fit before any is rated; all refusals are told at once.

    Each comes with where it stands: a file, or a place in a request.
    """
    count, refusals = 0, list[str]()
    for where, application in named:
        count += 1
        try:
            check_fit(application, standard, limits)
        except ScreeningError as error:
            error.where = where
            refusals.append(error.render())
    if refusals:
        total = f"{count} application{'s' * (count != 1)} found, {len(refusals)} refused; nothing was rated"
        raise ApplicationError("\n".join([*refusals, total]), do=ALL_AGAIN)
