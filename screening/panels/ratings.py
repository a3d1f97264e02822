"""Members' ratings: one or many at once, all or none; a rating given again supersedes the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pydantic import Field

from screening.errors import ALL_AGAIN, PanelError, ScreeningError
from screening.models import Record
from screening.panels.kinds import Rated
from screening.panels.panel import Panel
from screening.records import Draft, Hand, Paper

NO_NOTES: Mapping[str, str] = MappingProxyType({})


class Mark(Record):
    """What a member gives for one KSA of one candidate; ``note`` says why, if it is said."""

    candidate: str
    ksa: str
    value: str
    note: str = ""
    where: str = Field(default="", exclude=True)
    """Where the mark was read, for the message when it is refused: a cell of a sheet, a line of a file."""


def rate(panel: Panel, hand: Hand, marks: Sequence[Mark], notes: Mapping[str, str] = NO_NOTES) -> list[Draft]:
    """The entries of a member's marks, one or a sheet's; with any refusal none is taken, and all are told.

    A mark that repeats the rating that stands, with no other note, adds no entry: a sheet that is read twice,
    or again after a crash, doubles nothing. ``notes`` are the notes' texts by digest, to compare with.
    """
    panel.require_open()
    if not panel.require_member(hand.who).rates:
        raise PanelError(
            f"{hand.who!r} does not rate in panel {panel.id}",
            expected="one of " + ", ".join(m.id for m in panel.members.values() if m.rates),
            do="act as one of these (--as ID); who stands by decides with `screening panel decide`",
        )
    _refuse_all(panel, hand, marks)
    return [_draft(panel, hand, mark) for mark in marks if not _repeats(panel, hand, mark, notes)]


def _refuse_all(panel: Panel, hand: Hand, marks: Sequence[Mark]) -> None:
    refusals, seen = list[str](), set[tuple[str, str]]()
    for mark in marks:
        try:
            _check(panel, hand, mark)
            if (mark.candidate, mark.ksa) in seen:
                raise PanelError(
                    f"{mark.candidate}, {mark.ksa} is rated twice",
                    expected="one rating",
                    do="remove one of the two",
                )
        except ScreeningError as error:
            where = error.where = mark.where or error.where
            if len(marks) == 1:
                raise PanelError(error.found, where=where, expected=error.expected, do=error.do) from None
            refusals.append(error.render())
        seen.add((mark.candidate, mark.ksa))
    if refusals:
        refusals.append(f"{len(marks)} ratings found, {len(refusals)} refused; nothing was recorded")
        raise PanelError("\n".join(refusals), do=ALL_AGAIN)


def _check(panel: Panel, hand: Hand, mark: Mark) -> None:
    panel.require_candidate(mark.candidate)
    panel.require_ksa(mark.ksa)
    panel.level(mark.value)
    if (hand.who, mark.candidate) in panel.recusals:
        raise PanelError(
            f"{hand.who!r} is recused for {mark.candidate}",
            expected="a member who is not",
            do="take this candidate out of the ratings; the other members rate them",
        )
    if (hand.who, mark.candidate) in panel.locks:
        raise PanelError(
            f"{hand.who!r} has locked their ratings of {mark.candidate}",
            expected="ratings that are not locked",
            do="what was locked stands; a disagreement is decided with `screening panel decide`",
        )


def _repeats(panel: Panel, hand: Hand, mark: Mark, notes: Mapping[str, str]) -> bool:
    standing = panel.ratings.get((mark.candidate, mark.ksa, hand.who))
    if standing is None or standing.body.value != mark.value:
        return False
    return not mark.note.strip() or notes.get(standing.body.papers.get("note", "")) == mark.note


def _draft(panel: Panel, hand: Hand, mark: Mark) -> Draft:
    body = Rated(
        panel=panel.id,
        candidate=mark.candidate,
        ksa=mark.ksa,
        value=mark.value,
        level=panel.level(mark.value),
    )
    return panel.draft(hand, body, [Paper(candidate=mark.candidate, name="note", text=mark.note)])
