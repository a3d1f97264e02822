"""The sections that no narrative can meet: what to bring for each, and that it is not judged here."""

from __future__ import annotations

from collections.abc import Iterator

from screening.models import Record
from screening.standards import Examination, Standard

NOT_JUDGED = "Not judged here: nothing that you write can meet it or fail it."
EXAM = "Bring your result: the number of the examination, the date, and the score or the agency’s verdict."
PHYSICAL = (
    "Write nothing about it. It is looked at by people, after the applications, in the way that the agency"
    " says; ask there what they will want to see."
)
DRIVING = "Bring your driver’s license and whatever record of driving the agency asks for."
TRAINING = "These are learned after selection. Bring nothing and write nothing."


class Section(Record):
    """One section of the standard beside the narratives: what it says, and what to bring."""

    name: str
    says: tuple[str, ...]
    bring: str
    judged: str = NOT_JUDGED


def sections(standard: Standard) -> tuple[Section, ...]:
    """The sections of a standard, in its order."""
    return tuple(_sections(standard))


def _sections(standard: Standard) -> Iterator[Section]:
    for examination in standard.examinations:
        yield Section(name=_named(examination), says=(examination.text,), bring=EXAM)
    if standard.physical is not None:
        yield Section(name="Physical requirement", says=(standard.physical.text,), bring=PHYSICAL)
    if standard.driving is not None:
        yield Section(name="Driving requirement", says=(standard.driving.text,), bring=DRIVING)
    if standard.training_ksas:
        says = tuple(ksa.text for ksa in standard.training_ksas)
        yield Section(name="Met by training", says=says, bring=TRAINING)


def _named(examination: Examination) -> str:
    return f"Examination {examination.number}" if examination.number is not None else "Examination"
