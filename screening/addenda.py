"""Local addenda: what a local management may add to a standard, which is little, and how it is added.

Only examination 718 and a driving requirement may be added, and nothing that a standard lists may be altered
or removed (USPS Handbook EL-312, chapter 7, c7_036). An addendum has a date and a source of its own.
"""

from __future__ import annotations

from datetime import date

from screening.errors import StandardError
from screening.models import Record
from screening.standards import DRIVING, Address, Examination, Passage, Source, Standard

EXAMINATION = 718
LAW = "examination 718, a driving requirement, or both; nothing else may be added, and nothing altered"


class Addendum(Record):
    """What was added locally to all versions of a code, or to the one version that ``adds_to`` names."""

    adds_to: str
    issued_on: date
    examinations: tuple[Examination, ...] = ()
    driving: Passage | None = None
    source: Source


def check_addendum(addendum: Addendum) -> None:
    """Refuse an addendum that adds another examination, or nothing."""
    other = next((e for e in addendum.examinations if e.number != EXAMINATION), None)
    if other is not None:
        name = "no number" if other.number is None else f"number {other.number}"
        raise StandardError(
            f"a local addendum adds an examination with {name}", expected=LAW, do="take it out"
        )
    if len(addendum.examinations) > 1:
        raise StandardError("a local addendum adds examination 718 twice", expected=LAW, do="keep one")
    if not addendum.examinations and addendum.driving is None:
        raise StandardError(
            "a local addendum adds nothing",
            expected=LAW,
            do="write into its file what it adds, or remove the file",
        )


def with_addendum(standard: Standard, addendum: Addendum) -> Standard:
    """The standard with what was added; refused for another standard, and for what is listed already."""
    check_addendum(addendum)
    meant = Address.parse(addendum.adds_to)
    if meant.ksa or meant.code != standard.occupation_code or meant.version not in (None, standard.version):
        raise StandardError(
            f"the addendum is for {addendum.adds_to}",
            expected=f"an addendum for {standard.occupation_code} or {standard.address}",
            do="name the standard that it adds to",
        )
    listed = {examination.number for examination in standard.examinations}
    if addendum.examinations and EXAMINATION in listed:
        raise _listed_already(standard, "examination 718")
    if addendum.driving is not None and standard.driving is not None:
        raise _listed_already(standard, "a driving requirement")
    added = [addendum.driving.model_copy(update={"heading": DRIVING})] if addendum.driving else []
    return standard.model_copy(
        update={
            "examinations": (*standard.examinations, *addendum.examinations),
            "additional": (*standard.additional, *added),
        }
    )


def _listed_already(standard: Standard, what: str) -> StandardError:
    return StandardError(
        f"{standard.address} has {what} already",
        expected="an addendum that alters nothing that is listed",
        do="take it out of the addendum; what is listed, by the standard or an earlier addendum, stands",
    )
